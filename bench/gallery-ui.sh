#!/bin/sh
# Measures the page in a real browser with very many pictures (ENTRIES=100000): first rows, scrolling, memory, and how soon it
# answers a hand on a slow processor with RESULTS=300 results. It uses the built server with folders of its own under target/browser.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
. "$root/src/main/scripts/jdk.sh"
[ -f "$root/target/quarkus-app/quarkus-run.jar" ] || { echo "There is nothing to measure in target/; build with: ./mvnw package -DskipTests" >&2; exit 1; }
"$root/src/main/scripts/npm-ci.sh" "$root/src-ui"
sqlite=$(ls "$root"/target/quarkus-app/lib/main/org.xerial.sqlite-jdbc-*.jar | head -n 1)
export STUDIO_JAVA="$JAVA"
export STUDIO_SEED="$JAVA --enable-native-access=ALL-UNNAMED -cp $sqlite $here/Seed.java"
cd "$root/src-ui"
node test/browser/programs/run.mjs manyPictures.ts
exec node test/browser/programs/run.mjs responses.ts
