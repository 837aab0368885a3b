#!/bin/sh
# Fetches the packages of a folder as its lock file names them, once for each state of that file: npm-ci.sh <folder>.
# Programs that packages want to run at installation are not run: nothing that is used here needs one.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/node.sh"
folder=$1
if ! node_fits || ! command -v npm >/dev/null 2>&1; then
  echo "$folder needs Node 20.19 or newer with npm (Debian: apt install nodejs npm). The server alone builds with -Dskip.ui." >&2
  exit 1
fi
cd "$folder"
wanted=$(node -p 'crypto.createHash("sha256").update(fs.readFileSync("package-lock.json")).digest("hex")')
mark=node_modules/.installed
[ "$(cat "$mark" 2>/dev/null)" = "$wanted" ] && exit 0
npm ci --ignore-scripts --loglevel=error
echo "$wanted" >"$mark"
