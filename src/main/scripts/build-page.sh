#!/bin/sh
# Builds the page of src-ui into <target>/classes, where the server finds it, unless nothing changed since: build-page.sh <target>.
set -eu
target=$1
page=$target/classes/META-INF/resources/webui
built=$target/page.built
cd "$(dirname "$0")/../../../src-ui"
if [ -f "$page/index.html" ] && [ -f "$built" ] &&
  [ -z "$(find . \( -name node_modules -o -path ./test \) -prune -o -newer "$built" -print | head -n 1)" ]; then
  exit 0
fi
mkdir -p "$target"
rm -f "$built"
# Made before the build: what is edited while it runs is newer.
: >"$built.part"
STUDIO_UI_OUT=$page npm run --silent build -- --logLevel warn
mv "$built.part" "$built"
