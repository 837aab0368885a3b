#!/bin/sh
# Brings libvips, one shared object for each Linux architecture, out of its npm packages into <target>/linux-x64 and
# <target>/linux-arm64, with the licences beside it. npm finds the registry by the user's own settings; what came is
# checked against libvips/packages.sha512. Archives are kept in the user's cache, so a clean build needs no network.
# Without npm or network the build goes on: the studio then shrinks pictures with the JVM's own ImageIO.
set -eu

target=$1
pins=$(cd "$(dirname "$0")/libvips" && pwd)
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/image-studio

warn() {
  printf '%s\n' '' '*** libvips is NOT part of this build ***' "    $1" \
    '    Pictures are shrunk by ImageIO instead: slower, more memory, no thumbnails of WebP and AVIF;' \
    '    a native executable makes no thumbnails at all. Repeat the build with npm and network, or set' \
    '    VIPS_LIBRARY to a libvips of your own. (-Dskip.vips silences this.)' '' >&2
}

sha512() {
  if command -v sha512sum >/dev/null 2>&1; then sha512sum "$1"; else shasum -a 512 "$1"; fi | cut -d' ' -f1
}

fetch() { # archive, sum
  name=${1#img-}
  version=${name##*-}
  version=${version%.tgz}
  package=@img/${name%-*}@$version
  if ! command -v npm >/dev/null 2>&1; then
    warn "npm is not installed, and it is what fetches $package."
    return 1
  fi
  part=$(mktemp -d "$cache/fetch.XXXXXX")
  if (cd "$part" && npm pack --loglevel=error --fetch-retries=1 --fetch-timeout=120000 "$package" >npm.log 2>&1); then
    if [ "$(sha512 "$part/$1")" = "$2" ]; then
      mv "$part/$1" "$cache/$1"
      rm -rf "$part"
      return 0
    fi
    rm -rf "$part"
    echo "libvips: $package is not the file that this build trusts (its SHA-512 differs). Nothing was used of it." >&2
    exit 1
  fi
  warn "npm could not fetch $package: $(grep "^npm err" "$part/npm.log" | head -n 4 | cut -c1-160 | tr "\n" " ")"
  rm -rf "$part"
  return 1
}

mkdir -p "$cache"
while read -r sum archive; do
  case $archive in
    *-linux-x64-*) folder=$target/linux-x64 ;;
    *-linux-arm64-*) folder=$target/linux-arm64 ;;
    *) continue ;;
  esac
  if [ "$(cat "$folder/PACKAGE" 2>/dev/null)" = "$archive $sum" ]; then continue; fi
  if [ ! -f "$cache/$archive" ] || [ "$(sha512 "$cache/$archive")" != "$sum" ]; then
    fetch "$archive" "$sum" || continue
  fi
  unpacked=$(mktemp -d "$cache/unpack.XXXXXX")
  tar -xzf "$cache/$archive" -C "$unpacked"
  rm -rf "$folder"
  mkdir -p "$folder"
  cp "$unpacked"/package/lib/libvips-cpp.so.* "$folder/"
  cp "$unpacked/package/README.md" "$folder/NOTICE.md"
  cp "$unpacked/package/versions.json" "$folder/versions.json"
  cp "$pins/LGPL-3.0.txt" "$pins/GPL-3.0.txt" "$folder/"
  echo "$archive $sum" >"$folder/PACKAGE"
  rm -rf "$unpacked"
  echo "libvips: $folder"
done <"$pins/packages.sha512"
