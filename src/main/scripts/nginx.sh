#!/bin/sh
# Prints the path of an nginx for the proof of config/nginx.conf.example: $NGINX, or the usual places. Where there is none it is
# installed if that is possible without asking anybody (root on Debian or Ubuntu); otherwise this says how.
set -eu
find_nginx() {
  for name in ${NGINX:+"$NGINX"} nginx /usr/sbin/nginx /usr/local/sbin/nginx /opt/homebrew/bin/nginx; do
    command -v "$name" 2>/dev/null && return 0
  done
  return 1
}
find_nginx && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing nginx for the proof of its example ..." >&2
  # Its service must not start: only the program is wanted.
  { apt-get -qq update && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends nginx-light; } >&2 || true
  find_nginx && exit 0
fi
echo "The proof of config/nginx.conf.example needs nginx, which is not installed and could not be." >&2
echo "  Debian: apt install nginx-light; macOS: brew install nginx; elsewhere set NGINX to its path." >&2
exit 1
