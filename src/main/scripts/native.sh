#!/bin/sh
# Builds the native executable target/*-runner: with GRAALVM_HOME when it is set (GraalVM or Mandrel for JDK 25), else in the
# builder container that Quarkus pins, which needs Docker or Podman. The executable finds libvips in target/vips beside it.
# Arguments are given on to Maven: native.sh verify runs the proofs against the executable.
set -eu
cd "$(dirname "$0")/../../.."
[ $# -gt 0 ] || set -- package -DskipTests
if [ -n "${GRAALVM_HOME-}" ]; then
  if [ ! -x "$GRAALVM_HOME/bin/native-image" ]; then
    echo "GRAALVM_HOME is $GRAALVM_HOME, which has no bin/native-image: it needs a GraalVM or Mandrel for JDK 25." >&2
    exit 1
  fi
  exec ./mvnw -B "$@" -Dnative -Dquarkus.native.container-build=false
fi
if ! command -v docker >/dev/null 2>&1 && ! command -v podman >/dev/null 2>&1; then
  echo "A native build needs GRAALVM_HOME (GraalVM or Mandrel for JDK 25), or Docker or Podman for the builder container." >&2
  exit 1
fi
exec ./mvnw -B "$@" -Dnative -Dquarkus.native.container-build=true
