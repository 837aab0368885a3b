#!/bin/sh
# Measures the built server in turn with the build of BASE (a commit, or the folder quarkus-app of a build) and, when EARLIER names
# its folder, with the earlier server; the same client asks all of them. Fails when a median is worse than that of BASE by more than
# bench/ratios.properties allows and every round agrees. ROUNDS=3 (more are surer), WHAT="start reads gallery tasks streams".
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
. "$root/src/main/scripts/jdk.sh"
base=${BASE:-HEAD~1}
earlier=${EARLIER-}
what=${WHAT:-start reads gallery tasks streams}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -f "$base/quarkus-run.jar" ]; then
  app=$(cd "$base" && pwd)
else
  git clone -q "$root" "$work/base"
  git -C "$work/base" checkout -q "$(git -C "$root" rev-parse --verify "$base^{commit}")"
  echo "Building $(git -C "$work/base" log -1 --format='%h %s')" >&2
  (cd "$work/base" && ./mvnw -B -q package -DskipTests && src/main/scripts/train.sh) >"$work/build.log" 2>&1 || { tail -n 40 "$work/build.log" >&2; exit 1; }
  app=$work/base/target/quarkus-app
fi
# A part that fails is reported in the comparison, and the others go on.
measure() {
  echo "Round $round, $1" >&2
  # shellcheck disable=SC2086
  APP=$2 EARLIER=$3 OUT=$work/$1-$round "$here/run.sh" $what >/dev/null || true
}
round=1
while [ "$round" -le "${ROUNDS:-3}" ]; do
  [ -z "$earlier" ] || measure earlier "" "$earlier"
  measure base "$app" ""
  measure change "" ""
  round=$((round + 1))
done
"$JAVA" "$here/Compare.java" "$work" "$here/ratios.properties"
