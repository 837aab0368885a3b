#!/bin/sh
# Puts the libraries that fetch-libvips.sh brought into the runnable folder, where the studio looks beside its own jar.
set -eu
libraries=$1
app=$2
if [ -d "$libraries" ] && [ -d "$app" ]; then
  rm -rf "$app/vips"
  cp -R "$libraries" "$app/vips"
fi
