#!/bin/sh
# Measures the built server (target/quarkus-app, or the native executable when there is one and NATIVE=1) and prints one table.
# Builds nothing; every server runs with folders of its own in a temporary place on a free loopback port and is stopped again.
#   bench/run.sh              everything
#   bench/run.sh start tasks  only these of: start reads gallery large tasks streams
#   bench/run.sh bytes        what each byte of a picture costs, with and without what HotSpot replaces and native executables lack
#   bench/run.sh soak         TASKS=50000 tasks with streams that come and go: fails when memory, files, threads or times grow
# QUICK=1 measures shortly, to see that the bench works. SERVER_FLAGS adds flags to the JVM of the server, for example a heap limit
# or a flight recording. APP is another build to measure, EARLIER the folder of the earlier server (with its packages and its page)
# to measure in place of it, OUT a file for the medians.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
. "$root/src/main/scripts/jdk.sh"
app=${APP:-$root/target/quarkus-app}
[ ! -d "$app" ] || app=$(cd "$app" && pwd)
if [ "${NATIVE-}" = 1 ]; then
  launch=$(ls "$root"/target/*-runner 2>/dev/null | head -n 1)
  [ -n "$launch" ] || { echo "There is no native executable in target/; make one with: make native" >&2; exit 1; }
else
  [ -f "$app/quarkus-run.jar" ] || { echo "There is nothing to measure in target/; build with: ./mvnw package -DskipTests" >&2; exit 1; }
  # A build is started with the flags of its own checkout, which its start-up cache was trained with.
  launch=$app/../../src/main/scripts/start.sh
  [ -f "$launch" ] || launch=$root/src/main/scripts/start.sh
fi
if [ "${1-}" = bytes ]; then
  for flags in -XX:+UseSerialGC "-XX:+UnlockDiagnosticVMOptions -XX:-UseSHA256Intrinsics -XX:-UseBASE64Intrinsics -XX:-UseSuperWord"; do
    echo "Java with $flags"
    "$JAVA" -Xmx1g $flags -Djava.util.logging.manager=org.jboss.logmanager.LogManager -Dbench.quick="${QUICK-}" \
      -cp "$app/app/*:$app/lib/main/*:$app/lib/boot/*" "$here/Bytes.java"
  done
  exit
fi
sqlite=$(ls "$app"/lib/main/org.xerial.sqlite-jdbc-*.jar "$HOME"/.m2/repository/org/xerial/sqlite-jdbc/*/sqlite-jdbc-*[0-9].jar 2>/dev/null | head -n 1)
# One connection is one file, here and in the servers that are started from here.
ulimit -n "$(ulimit -H -n)" 2>/dev/null || true
export STUDIO_APP="$app"
exec "$JAVA" -Xmx1g -XX:+UseSerialGC -Djava.awt.headless=true --enable-native-access=ALL-UNNAMED -cp "$sqlite" \
  -Dbench.launch="$launch" -Dbench.flags="${SERVER_FLAGS-}" -Dbench.native="${NATIVE-}" -Dbench.earlier="${EARLIER-}" -Dbench.pictures="$root/target/bench" \
  -Dbench.quick="${QUICK-}" -Dbench.out="${OUT-}" ${TASKS:+-Dbench.tasks="$TASKS"} "$here/Bench.java" "$@"
