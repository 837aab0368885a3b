#!/bin/sh
# Says what the tests need and this machine lacks, all at once.
set -eu
. "$(dirname "$0")/node.sh"
missing=0
lacks() {
  echo "Missing: $1 - $2" >&2
  missing=1
}
need() {
  command -v "$1" >/dev/null 2>&1 || lacks "$1" "$2"
}
node_fits || lacks "node 20.19 or newer" "builds and checks the page and runs the tests' clients (Debian: apt install nodejs)"
need npm "fetches the page's packages, the image library and the tests' clients (Debian: apt install npm)"
need curl "the start scripts use it (Debian: apt install curl)"
"$(dirname "$0")/chromium.sh" >/dev/null || missing=1
"$(dirname "$0")/nginx.sh" >/dev/null || missing=1
[ "$missing" = 0 ] || exit 1
