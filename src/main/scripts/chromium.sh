#!/bin/sh
# Prints the path of a Chromium for the browser tests and the screenshots: $CHROMIUM, or one of the usual names. Where there is
# none it is installed if that is possible without asking anybody (root on Debian or Ubuntu); otherwise this says how.
set -eu
find_chromium() {
  for name in ${CHROMIUM:+"$CHROMIUM"} chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" 2>/dev/null && return 0
  done
  mac="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
  [ -x "$mac" ] && echo "$mac"
}
find_chromium && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests ..." >&2
  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium fonts-noto-cjk; } >&2 || true
  find_chromium && exit 0
fi
echo "The browser tests need Chromium, which is not installed and could not be." >&2
echo "  Debian: apt install chromium fonts-noto-cjk; macOS: brew install --cask google-chrome; elsewhere set CHROMIUM to its path." >&2
exit 1
