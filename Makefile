# Image Studio. The verbs: run, dev, cluster, test, fmt, bench, bench-compare, bench-page, bench-cluster, crash-soak, cluster-soak, test-cluster, soak, fuzz, fuzz-parsers, shots, native, openapi, clean.
SHELL := /bin/sh
MVN := ./mvnw -B
SOURCES := $(shell find src/main src-ui pom.xml \( -name node_modules -o -path src-ui/test \) -prune -o -type f -print 2>/dev/null)
APP := target/quarkus-app/app.aot

.DEFAULT_GOAL := run
.PHONY: run dev cluster test fmt bench bench-compare bench-page bench-cluster crash-soak cluster-soak test-cluster soak fuzz fuzz-parsers shots native openapi clean

# Builds when sources changed, then starts on PORT (51130) with ./config, ./data and ./gallery.
run: $(APP)
	@exec src/main/scripts/start.sh

$(APP): $(SOURCES)
	$(MVN) -q package -DskipTests
	src/main/scripts/train.sh

# The server on PORT (51130) and the page on http://127.0.0.1:5173/webui/, both with live reload.
dev:
	@exec src/main/scripts/dev.sh

# INSTANCES of the server behind nginx on PORT (51130), with PostgreSQL and an S3 server on this machine, until Ctrl-C; needs no Docker.
INSTANCES ?= 3
cluster: $(APP)
	$(MVN) -q test-compile dependency:build-classpath -Dskip.ui -DincludeScope=test -Dmdep.outputFile=target/test-classpath.txt
	@INSTANCES=$(INSTANCES) exec src/main/scripts/cluster.sh

test:
	@src/main/scripts/check-tools.sh
	$(MVN) verify

fmt:
	$(MVN) -q spotless:apply
	@src/main/scripts/npm-ci.sh src-ui
	npm --prefix src-ui run --silent fmt -- --log-level warn

bench: $(APP)
	bench/run.sh

# In turn with the build of BASE (a commit or a folder quarkus-app), and with the earlier server in the folder EARLIER when that is
# set; fails when something is worse than in BASE by more than bench/ratios.properties allows.
BASE ?= HEAD~1
bench-compare: $(APP)
	BASE=$(BASE) bench/compare.sh

# The page with 100,000 pictures, in a browser.
bench-page: $(APP)
	bench/gallery-ui.sh

# One, two and three instances on this machine: tasks per second, events across instances, a gallery of 100,000 on PostgreSQL and on
# SQLite. Needs a quiet machine.
bench-cluster: $(APP)
	$(MVN) -q test-compile failsafe:integration-test failsafe:verify -Dskip.ui -Dit.test=ClusterBench -Dcluster.bench=true

# Kills the built server ROUNDS times under load.
ROUNDS ?= 200
crash-soak: $(APP)
	$(MVN) -q test-compile failsafe:integration-test failsafe:verify -Dskip.ui -Dit.test=CrashUnderLoadIT -Dcrash.rounds=$(ROUNDS)

# Kills one of several built servers on one database and one bucket ROUNDS times under load, then takes database and bucket away
# for a minute.
cluster-soak: $(APP)
	$(MVN) -q test-compile failsafe:integration-test failsafe:verify -Dskip.ui -Dit.test='ClusterCrashIT,ClusterFaultsIT' -Dcluster.rounds=$(ROUNDS) -Dcluster.outage=60

# Every test of the API with each server under test on PostgreSQL.
test-cluster:
	src/main/scripts/test-cluster.sh

# TASKS tasks and streams that come and go: fails when memory, files, threads or times grow.
soak: $(APP)
	TASKS=$(TASKS) bench/run.sh soak

# Sends TRIES generated requests to the built server, other ones each time; RUN=<number> repeats those of an earlier run.
TRIES ?= 50000
RUN ?= $(shell date +%s)
fuzz: $(APP)
	$(MVN) -q test-compile failsafe:integration-test failsafe:verify -Dskip.ui -Dit.test=FuzzIT -Dfuzz.tries=$(TRIES) -Dfuzz.run=$(RUN)

# Tries every parser of what strangers send, FUZZ_SECONDS each, with what Jazzer makes up.
FUZZ_SECONDS ?= 300
fuzz-parsers:
	src/main/scripts/fuzz-parsers.sh $(FUZZ_SECONDS)

# Every screen and state at three sizes, light and dark, in both languages, into shots/; ONLY=360-dark takes only those.
shots: $(APP)
	src/main/scripts/shots.sh

native:
	@src/main/scripts/native.sh

# docs/openapi.yaml and docs/openapi.json, made of the code; the server serves these copies.
openapi:
	$(MVN) -q test -Dtest=OpenApiDocumentTest\#theCommittedCopyDescribesTheServer -Dopenapi.update=true -Dsurefire.failIfNoSpecifiedTests=false

clean:
	$(MVN) -q clean
