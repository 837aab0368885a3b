#!/bin/sh
# Runs several instances behind nginx on PORT (51130), with PostgreSQL and an S3 server, all as processes of this machine, until
# Ctrl-C. What they store stays in target/cluster. `make cluster` builds what this needs.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../.."
. "$here/jdk.sh"
"$here/nginx.sh" >/dev/null
command -v setsid >/dev/null || { echo "make cluster needs setsid (Debian: apt install util-linux)." >&2; exit 1; }
# A session of its own: Ctrl-C in the terminal must reach the instances before it reaches the database.
setsid "$JAVA" -Xmx256m -cp "target/test-classes:$(cat target/test-classpath.txt)" \
  -Dorg.slf4j.simpleLogger.defaultLogLevel=warn studio.deploy.LocalCluster "${INSTANCES:-3}" </dev/null &
cluster=$!
trap 'kill -TERM "$cluster" 2>/dev/null || true' INT TERM HUP
status=0
while kill -0 "$cluster" 2>/dev/null; do
  wait "$cluster" && status=0 || status=$?
done
# Ended as it was asked to.
[ "$status" = 143 ] || exit "$status"
