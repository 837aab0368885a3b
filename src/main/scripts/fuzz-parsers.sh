#!/bin/sh
# Tries each parser of what strangers send with what Jazzer makes up: fuzz-parsers.sh SECONDS_EACH [CORPUS...]
# What breaks one is kept in src/test/resources/corpus, where the tests replay it.
set -eu
seconds=$1
shift
[ $# -gt 0 ] || set -- answers pictures archives configs models
root=$(cd "$(dirname "$0")/../../.." && pwd)
cd "$root"
./mvnw -B -q -Pfuzz test-compile -Dskip.ui -Dskip.vips
broken=
for corpus in "$@"; do
    case $corpus in
        answers) target=studio.upstream.answer.AnswersFuzzTest ;;
        pictures) target=studio.imaging.PicturesFuzzTest ;;
        archives) target=studio.backup.ArchivesFuzzTest ;;
        configs) target=studio.config.AppConfigFuzzTest ;;
        models) target=studio.model.CatalogueFuzzTest ;;
        *) echo "fuzz-parsers.sh: there is no corpus $corpus" >&2; exit 2 ;;
    esac
    mkdir -p "target/fuzz/$corpus"
    log=target/fuzz/$corpus.log
    echo "$corpus: $seconds s"
    if ./mvnw -B -q -Pfuzz exec:exec@fuzz-parser -Dfuzz.target="$target" -Dfuzz.corpus="$corpus" \
        -Dfuzz.seconds="$seconds" > "$log" 2>&1; then
        grep 'number_of_executed_units' "$log"
    else
        broken="$broken $corpus"
        grep -A 25 'Java Exception\|ERROR: libFuzzer' "$log" || tail -n 40 "$log"
    fi
done
if [ -n "$broken" ]; then
    echo "Broken:$broken; what broke them is in src/test/resources/corpus, beginning with found-" >&2
    exit 1
fi
