#!/bin/sh
# Says what the tests need and this machine lacks, all at once.
set -eu
missing=0
need() {
  if ! command -v "$1" >/dev/null 2>&1; then
    echo "Missing: $1 - $2" >&2
    missing=1
  fi
}
need npm "fetches the image library and the tests' clients (Debian: apt install npm)"
need node "runs the tests' clients, 20.19 or newer (Debian: apt install nodejs)"
need curl "the start scripts use it (Debian: apt install curl)"
[ "$missing" = 0 ] || exit 1
