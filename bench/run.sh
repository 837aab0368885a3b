#!/bin/sh
# Measures the built server (target/quarkus-app, or the native executable when there is one and NATIVE=1) and prints one table.
# Builds nothing; every server runs with folders of its own in a temporary place on a free loopback port and is stopped again.
#   bench/run.sh                 everything
#   bench/run.sh start pipeline  only these of: start session gallery large pipeline streams
#   bench/run.sh soak            TASKS=50000 tasks with streams that come and go: fails when memory, files, threads or times grow
# QUICK=1 measures shortly, to see that the bench works. SERVER_FLAGS adds flags to the JVM of the server, for example a heap limit
# or a flight recording. APP is another build to measure, OUT a file for the medians.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
. "$root/src/main/scripts/jdk.sh"
. "$root/src/main/scripts/jvm-flags.sh"
app=${APP:-$root/target/quarkus-app}
if [ "${NATIVE-}" = 1 ]; then
  runner=$(ls "$root"/target/*-runner 2>/dev/null | head -n 1)
  [ -n "$runner" ] || { echo "There is no native executable in target/; make one with: make native" >&2; exit 1; }
  launch=$runner
else
  [ -f "$app/quarkus-run.jar" ] || { echo "There is nothing to measure in target/; build with: ./mvnw package -DskipTests" >&2; exit 1; }
  launch="$JAVA $FLAGS ${SERVER_FLAGS-}"
fi
sqlite=$(ls "$app"/lib/main/org.xerial.sqlite-jdbc-*.jar "$HOME"/.m2/repository/org/xerial/sqlite-jdbc/*/sqlite-jdbc-*[0-9].jar 2>/dev/null | head -n 1)
# One connection is one file, here and in the servers that are started from here.
ulimit -n "$(ulimit -H -n)" 2>/dev/null || true
exec "$JAVA" -Xmx1g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$sqlite" \
  -Dbench.launch="$launch" -Dbench.app="$app" -Dbench.upstream="$root/target/quarkus-app" -Dbench.native="${NATIVE-}" -Dbench.quick="${QUICK-}" -Dbench.out="${OUT-}" ${TASKS:+-Dbench.tasks="$TASKS"} \
  "$here/Bench.java" "$@"
