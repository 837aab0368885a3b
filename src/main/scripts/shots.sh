#!/bin/sh
# Takes every screen of the built server into shots/.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
. "$here/jdk.sh"
"$here/npm-ci.sh" "$root/src-ui"
export STUDIO_JAVA="$JAVA"
cd "$root/src-ui"
exec node test/browser/programs/run.mjs shots.ts
