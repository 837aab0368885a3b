#!/bin/sh
# Makes app.aot in target/quarkus-app (or in STUDIO_APP), the JDK's ahead-of-time cache, by using the server once: it starts with folders of its own
# on a free port, is asked for what people ask for, paints one picture through the practice upstream, and stops. Nothing of it
# remains and no network but the loopback is used. Without curl only the start is trained.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/jdk.sh"
. "$here/jvm-flags.sh"
app=${STUDIO_APP:-$here/../../../target/quarkus-app}
app=$(cd "$app" && pwd)
work=$(mktemp -d)
pid=
stop() {
  [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT INT TERM
rm -f "$app/app.aot"
mkdir -p "$work/config"
: >"$work/log"
password=training-only-$$-0123456789
cat >"$work/config/app.config.json" <<JSON
{"auth":{"password":"$password","jwtSecret":"training-only-4f1c9b7e2d8a6053-$$","tokenExpiresIn":"1h"},
 "apiConfigs":[{"id":"sandbox","label":"Practice","endpoint":"http://127.0.0.1/sandbox/v1","model":"sandbox-painter","apiKey":"sandbox:"}],
 "defaultConfigId":"sandbox","templates":[]}
JSON
chmod 600 "$work/config/app.config.json"

tries=0
port=
while [ "$tries" -lt 5 ]; do
  tries=$((tries + 1))
  port=$((20000 + ($$ + tries * 7919) % 40000))
  # shellcheck disable=SC2086
  PORT=$port STUDIO_CONFIG_FILE=$work/config/app.config.json STUDIO_DATA_DIR=$work/data STUDIO_GALLERY_DIR=$work/gallery \
    TMPDIR=$work "$JAVA" $FLAGS -XX:AOTCacheOutput="$app/app.aot" -Xlog:aot=off -Xlog:cds=off \
    -jar "$app/quarkus-run.jar" >"$work/log" 2>&1 &
  pid=$!
  waited=0
  while kill -0 "$pid" 2>/dev/null && [ "$waited" -lt 1200 ] && ! grep -q 'listens on' "$work/log"; do
    waited=$((waited + 1))
    sleep 0.1
  done
  grep -q 'listens on' "$work/log" && break
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  if ! grep -qi 'in use' "$work/log"; then
    cat "$work/log" >&2
    echo "The server did not start, so no start-up cache was made." >&2
    exit 1
  fi
done

base=http://127.0.0.1:$port
if command -v curl >/dev/null 2>&1; then
  ask() { curl -sS -m 60 -o /dev/null "$@" 2>>"$work/curl" || true; }
  token=$(curl -sS -m 20 -H 'Content-Type: application/json' -d "{\"password\":\"$password\"}" "$base/api/login" |
    sed -n 's/.*"token":"\([^"]*\)".*/\1/p')
  signed() { ask -H "Authorization: Bearer $token" "$@"; }
  ask "$base/webui/"
  ask "$base/q/health"
  ask "$base/q/openapi"
  # Several times, since the cache also remembers what is called often and is compiled first: [1-9] is curl's own repetition.
  signed -H 'Content-Type: application/json' -d '{"prompt":"a calm lake"}' "$base/api/generate?[1-9]"
  signed -H 'Content-Type: application/json' -d '{"prompt":"a quiet harbour"}' "$base/api/generate/task"
  signed -m 2 -N "$base/api/tasks/events"
  for path in session api-configs templates gallery 'gallery?limit=50' 'gallery?q=lake' tasks logs nothing-here; do
    signed "$base/api/$path"
  done
  signed "$base/api/session?[1-300]"
  signed "$base/api/gallery?limit=50&n=[1-100]"
  for file in "$work"/gallery/*.* "$work"/gallery/thumbnails/*.*; do
    signed "$base/gallery/${file#"$work/gallery/"}"
  done
fi
if ! kill "$pid" 2>/dev/null; then
  cat "$work/log" >&2
  echo "The server ended in the middle of the training." >&2
fi
wait "$pid" 2>/dev/null || true
pid=
[ -f "$app/app.aot" ] || { echo "The JVM made no start-up cache; the server will start without one." >&2; : >"$app/app.aot"; }
