# Image Studio. The verbs: run, dev, test, fmt, bench, native, openapi, clean.
SHELL := /bin/sh
MVN := ./mvnw -B
SOURCES := $(shell find src/main pom.xml -type f 2>/dev/null)
APP := target/quarkus-app/app.aot

.DEFAULT_GOAL := run
.PHONY: run dev test fmt bench native openapi clean

# Builds when sources changed, then starts on PORT (51130) with ./config, ./data and ./gallery.
run: $(APP)
	@exec src/main/scripts/start.sh

$(APP): $(SOURCES)
	$(MVN) -q package -DskipTests
	src/main/scripts/train.sh

dev:
	$(MVN) quarkus:dev

test:
	@src/main/scripts/check-tools.sh
	$(MVN) verify

fmt:
	$(MVN) -q spotless:apply

bench: $(APP)
	bench/run.sh

native:
	$(MVN) package -Dnative -DskipTests

# docs/openapi.yaml as the server serves it.
openapi:
	$(MVN) -q test -Dtest=OpenApiDocumentTest -Dopenapi.update=true -Dsurefire.failIfNoSpecifiedTests=false

clean:
	$(MVN) -q clean
