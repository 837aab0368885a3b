#!/bin/sh
# Measures the built server in turn with one built from another commit (BASE=HEAD~1), the same client asking both, and fails when a
# median is worse by more than bench/ratios.properties allows. ROUNDS=3, WHAT="session gallery pipeline".
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
. "$root/src/main/scripts/jdk.sh"
base=${BASE:-HEAD~1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone -q "$root" "$work/base"
git -C "$work/base" checkout -q "$(git -C "$root" rev-parse --verify "$base^{commit}")"
echo "Building $(git -C "$work/base" log -1 --format='%h %s')" >&2
(cd "$work/base" && ./mvnw -B -q package -DskipTests && src/main/scripts/train.sh) >"$work/build.log" 2>&1 || { tail -n 40 "$work/build.log" >&2; exit 1; }
round=1
while [ "$round" -le "${ROUNDS:-3}" ]; do
  # shellcheck disable=SC2086
  APP=$work/base/target/quarkus-app OUT=$work/base-$round "$here/run.sh" ${WHAT:-session gallery pipeline} >/dev/null
  # shellcheck disable=SC2086
  OUT=$work/change-$round "$here/run.sh" ${WHAT:-session gallery pipeline} >/dev/null
  round=$((round + 1))
done
"$JAVA" "$here/Compare.java" "$work" "$here/ratios.properties"
