#!/bin/sh
# Runs every test that starts the server (@QuarkusTest) once more with that server on a real PostgreSQL instead of SQLite; those that
# are about the database in the data folder (@EmbeddedOnly) are left out. MORE adds arguments for Maven.
set -eu
cd "$(dirname "$0")/../../.."
tests=$(grep -rlE '^@QuarkusTest$' src/test/java | sed 's|.*/||; s|\.java$||' | sort | paste -sd,)
# shellcheck disable=SC2086
exec ./mvnw -B -q test -Dskip.ui -Dtest="$tests" -Dstudio.test.cluster=true -Dsurefire.failIfNoSpecifiedTests=false ${MORE-}
