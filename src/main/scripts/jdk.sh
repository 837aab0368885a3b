# Sourced: sets JAVA to a java of version 25 or newer, or ends with a sentence.
major() { sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release" 2>/dev/null; }
JAVA=
for home in "${JAVA_HOME-}" /usr/lib/jvm/*25* /usr/lib/jvm/* "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* \
  /Library/Java/JavaVirtualMachines/*/Contents/Home; do
  if [ -x "$home/bin/java" ] && [ "$(major "$home")" -ge 25 ] 2>/dev/null; then
    JAVA=$home/bin/java
    break
  fi
done
if [ -z "$JAVA" ]; then
  echo "Image Studio needs a JDK 25 or newer; none was found in JAVA_HOME or the usual places (Debian: apt install openjdk-25-jdk-headless)." >&2
  exit 1
fi
