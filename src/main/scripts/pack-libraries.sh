#!/bin/sh
# Puts the shared libraries that the build brought, libvips and SQLite, into the runnable folder, where the studio looks beside its own jar:
# pack-libraries.sh <target>
set -eu
app=$1/quarkus-app
[ -d "$app" ] || exit 0
for name in vips sqlite; do
  if [ -d "$1/$name" ]; then
    rm -rf "${app:?}/$name"
    cp -R "$1/$name" "$app/$name"
  fi
done
