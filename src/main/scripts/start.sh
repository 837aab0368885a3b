#!/bin/sh
# Starts the built server in the checkout's folder, with the ahead-of-time cache when it is there.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/jdk.sh"
. "$here/jvm-flags.sh"
app=${STUDIO_APP:-$here/../../../target/quarkus-app}
app=$(cd "$app" && pwd)
# The cache remembers the class path as it was given, so it is given the same way as in training.
# shellcheck disable=SC2086
exec "$JAVA" $FLAGS -XX:AOTCache="$app/app.aot" -Xlog:aot=off -Xlog:cds=off ${JAVA_OPTS-} -jar "$app/quarkus-run.jar" "$@"
