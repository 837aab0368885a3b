#!/bin/sh
# The server and the page, both with live reload, until Ctrl-C. The page is served by Vite, which hands on what is the server's.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
"$here/npm-ci.sh" "$root/src-ui"
page=
trap '[ -z "$page" ] || kill "$page" 2>/dev/null || true' EXIT
trap 'exit 130' INT TERM
(
  cd "$root/src-ui"
  STUDIO_SERVER=${STUDIO_SERVER-http://localhost:${PORT:-51130}} exec node_modules/.bin/vite --clearScreen false </dev/null
) &
page=$!
cd "$root"
./mvnw -B quarkus:dev -Dskip.ui
