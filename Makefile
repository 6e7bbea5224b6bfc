SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Where sales are kept. The sample has a place of its own, so it never mixes with real sales.
DATA_DIR ?= $(or $(SALES_DATA_DIR),$(shell sed -n 's/^SALES_DATA_DIR=//p' .env 2>/dev/null),var/data)
PORT     ?= $(or $(SALES_PORT),$(shell sed -n 's/^SALES_PORT=//p' .env 2>/dev/null),8000)
ROWS     ?= 200000
OUT      ?= var/sample.csv
MODE     ?= append
WORKERS  ?= 2
UV       := uv==0.13.9
# The local Druid. Its port is where SALES_DRUID_URL points unless it is set.
DRUID_DIR  ?= var/druid
DRUID_PORT ?= 8888

BIN     := .venv/bin
READY   := .venv/.installed
INGEST  := $(BIN)/python -m ingestion
OPTIONS  = --data-dir "$(DATA_DIR)" $(if $(MAPPING),--mapping "$(MAPPING)")
DRUID   := $(BIN)/python -m druid.cluster
# Answers are small frames, in tests too: one thread adds them up before several are awake. A second one of OpenBLAS
# only turns in circles, waiting for vectors too short to be shared.
ONE     := POLARS_MAX_THREADS=1 OPENBLAS_NUM_THREADS=1
SERVE    = $(ONE) SALES_DATA_DIR="$(DATA_DIR)" SALES_PORT="$(PORT)" $(BIN)/python -m backend
# Processes that answer, where neither a variable nor .env says how many; 0 is as many as cores.
PLENTY  ?= 0
ANSWER   = $(or $(SALES_WORKERS),$(shell sed -n 's/^SALES_WORKERS=//p' .env 2>/dev/null),$(PLENTY))
# What only the bench needs: a generator of TPC-H and Locust, apart from the product's environment. wrk is the system's.
TOOLS_DIR := var/bench/tools
TOOLS     := $(TOOLS_DIR)/.installed
SUPERSET_DIR := var/bench/superset
SUPERSET  := $(SUPERSET_DIR)/.installed
BENCH_DIR ?= var/bench/api
ASKING     = PATH="$(abspath $(TOOLS_DIR))/bin:$$PATH" $(BIN)/python -m backend.benchmarks.api --folder "$(BENCH_DIR)"
WEB     := frontend/node_modules/.installed
APP     := frontend/dist/.built
APP_OF  := $(shell find frontend/src frontend/public frontend/index.html frontend/compress.ts frontend/vite.config.ts \
	frontend/package-lock.json -type f -not -name "*.test.ts*" 2>/dev/null)
BROWSER  = $(firstword $(CHROMIUM) $(wildcard /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome))
BROWSING = test -n "$(BROWSER)" || { echo "make $@ needs Chromium, and finds none. Install it, or name it: CHROMIUM=/path/to/chromium"; exit 2; }
COMPOSE  = docker compose --file $(if $(DEV),docker-compose.dev.yml,docker-compose.yml)
DOCKED   = docker compose version >/dev/null 2>&1 || { echo "make $@ needs Docker with its compose plugin, and finds none."; exit 2; }
NAMED    = test -n "$(FILE)" || { echo "Name the file: make $@ FILE=sales.csv"; exit 2; }
SET_ASIDE = { test $$? -eq 1 \
	&& echo "Loaded. Lines that were set aside are in the quarantine file named above: correct them there and load that file."; }
# Bytecode is kept whatever the environment says: the tests start Python some hundred times.
unexport PYTHONDONTWRITEBYTECODE
ifdef ENGINE
export SALES_ENGINE := $(ENGINE)
endif

##@ Start
.PHONY: help demo serve dev build
help: ## list the verbs
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' Makefile

demo: $(READY) ## load the sample, or FILE=sales.csv [MAPPING=m.yaml], and serve the dashboard
ifdef FILE
	@$(MAKE) --no-print-directory ingest serve PLENTY=1
else
	@$(MAKE) --no-print-directory seed ORDERS=1
	@# the sample ends in the past and is never stale
	@SALES_STALE_AFTER_HOURS=$${SALES_STALE_AFTER_HOURS:-0} $(MAKE) --no-print-directory ingest serve PLENTY=1 FILE="$(OUT)" DATA_DIR=var/sample MODE=replace
endif

serve: $(READY) ## serve the dashboard and the API on http://localhost:8000
	@$(MAKE) --no-print-directory build || echo "The dashboard could not be built; the API is served all the same."
	@SALES_WORKERS="$(ANSWER)" $(SERVE)

dev: $(READY) $(WEB) ## serve both while their code changes: the dashboard on http://localhost:5173
	@echo "Dashboard  http://localhost:5173, over the API on http://localhost:$(PORT); Ctrl-C ends both."
	@trap 'kill $$(jobs -p) 2>/dev/null; wait' EXIT; trap 'exit 0' INT TERM; \
	$(SERVE) --reload & \
	(cd frontend && SALES_API="http://localhost:$(PORT)" exec node_modules/.bin/vite) & \
	wait -n

build: $(APP) ## build the dashboard into frontend/dist, when its sources are newer

##@ Data
.PHONY: ingest check targets rates seed verify publish
ingest: $(READY) ## check and load FILE=sales.csv [MAPPING=m.yaml] [MODE=append|replace] [ENGINE=embedded|druid]
	@$(NAMED)
	@$(INGEST) load "$(FILE)" $(OPTIONS) --mode $(MODE) || $(SET_ASIDE)

check: $(READY) ## check FILE=sales.csv [MAPPING=m.yaml] without loading it
	@$(NAMED)
	@$(INGEST) check "$(FILE)" $(OPTIONS)

targets: $(READY) ## load the targets in FILE=targets.csv [REPLACE=1]
	@$(NAMED)
	@$(INGEST) targets "$(FILE)" --data-dir "$(DATA_DIR)" $(if $(REPLACE),--replace)

rates: $(READY) ## load the commission rates in FILE=rates.csv [REPLACE=1]
	@$(NAMED)
	@$(INGEST) rates "$(FILE)" --data-dir "$(DATA_DIR)" $(if $(REPLACE),--replace)

seed: $(READY) ## write ROWS=200000 lines of sample sales to OUT=var/sample.csv [ORDERS=1]
	@$(INGEST) seed --rows $(ROWS) --out "$(OUT)" $(if $(ORDERS),--orders)

verify: $(READY) ## compare every rollup with the sale lines, on the cluster too with ENGINE=druid
	@$(INGEST) verify --data-dir "$(DATA_DIR)"

publish: $(READY) ## bring Druid up to what is loaded [MONTHS=2024-01,2024-02] [ALL=1]
	@SALES_ENGINE=druid $(INGEST) publish --data-dir "$(DATA_DIR)" $(if $(MONTHS),--months "$(MONTHS)") $(if $(ALL),--all)

##@ Druid
.PHONY: druid-up druid-down druid-status
druid-up: $(READY) ## start a real Druid on this machine: DRUID_PORT=8888 DRUID_DIR=var/druid
	@$(DRUID) up --dir "$(DRUID_DIR)" --port $(DRUID_PORT)

druid-down: $(READY) ## stop it; what was loaded stays
	@$(DRUID) down --dir "$(DRUID_DIR)"

druid-status: $(READY) ## tell what of it runs, where and with how much memory
	@$(DRUID) status --dir "$(DRUID_DIR)"

##@ Docker
.PHONY: start stop restart status logs load shell
start: ## build and start the product and its Druid in containers, or those for development with DEV=1
	@$(DOCKED)
	@$(COMPOSE) up --detach --build --wait
	@$(COMPOSE) ps

stop: ## stop the containers; what is loaded stays [DEV=1]
	@$(DOCKED)
	@$(COMPOSE) down

restart: ## start the containers again, or SERVICE=backend alone [DEV=1]
	@$(DOCKED)
	@$(COMPOSE) restart $(SERVICE)

status: ## list the containers and how they are [DEV=1]
	@$(DOCKED)
	@$(COMPOSE) ps --all

logs: ## follow what the containers say, or SERVICE=backend alone [DEV=1]
	@$(DOCKED)
	@$(COMPOSE) logs --follow --tail 100 $(SERVICE)

load: ## check and load FILE=sales.csv [MAPPING=m.yaml] [MODE=append|replace] into the containers' Druid [DEV=1]
	@$(NAMED)
	@$(DOCKED)
	@folder() { cd "$$(dirname "$$1")" && pwd; }; $(COMPOSE) run --rm --volume "$$(folder "$(FILE)"):/srv/file:ro" \
		$(if $(MAPPING),--volume "$$(folder "$(MAPPING)"):/srv/mapping:ro") ingestion load "/srv/file/$$(basename "$(FILE)")" \
		$(if $(MAPPING),--mapping "/srv/mapping/$$(basename "$(MAPPING)")") --mode $(MODE) || $(SET_ASIDE)

shell: ## open a shell in the backend's container, or in SERVICE=router [DEV=1]
	@$(DOCKED)
	@$(COMPOSE) exec $(or $(SERVICE),backend) sh

##@ Quality
.PHONY: test test-e2e test-druid lint torture soak bench bench-api bench-60m bench-superset bench-people bench-dashboard screenshots web
test: $(READY) $(WEB) ## lint, types, import contracts and every test, the dashboard's too
	@$(MAKE) --no-print-directory --jobs=2 lint web
	@$(ONE) $(BIN)/pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not torture and not druid"

test-e2e: $(READY) build ## journeys through the dashboard in Chromium, over a real server and the sample
	@$(BROWSING)
	@cd frontend && CHROMIUM="$(BROWSER)" npm run --silent e2e -- --project=embedded $(ONLY)

test-druid: $(READY) build ## the tests that need a real Druid, on one of their own
	@$(ONE) $(DRUID) run --free-ports --quick -- $(BIN)/pytest -q -n $(WORKERS) --dist loadfile \
		-m "druid and not own_druid and not torture" --engine=embedded,druid
	@$(BIN)/pytest -q -m "own_druid and not torture"

lint: $(READY) ## style, types and import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

web: $(WEB) ## types, style, tests and sizes of the dashboard, built into frontend/dist
	@cd frontend && npm run --silent check
	@touch $(APP)

torture: $(READY) ## the long suites: many more cases, with their seeds
	@$(BIN)/pytest -q -n $(WORKERS) --dist loadfile -m torture

soak: $(READY) ## half an hour of questions, loads and faults, into docs/benchmarks/soak.md
	@SALES_SOAK_SECONDS=$${SALES_SOAK_SECONDS:-1800} SALES_SOAK_RATE=$${SALES_SOAK_RATE:-50} SALES_SOAK_LOADS=20 \
		SALES_SOAK_FAULTS=60 SALES_SOAK_REPORT=docs/benchmarks $(BIN)/pytest -q --basetemp var/soak backend/tests/whole/test_soak.py

bench: $(READY) ## measure loading and answering, as ratios, the served API and the dashboard [ENGINE=druid]
	@$(if $(filter druid,$(ENGINE)),$(ONE)) $(BIN)/python -m backend.benchmarks$(if $(filter druid,$(ENGINE)),.cluster) $(foreach size,$(SIZES),--rows $(size))
	@$(if $(filter druid,$(ENGINE)),,$(MAKE) --no-print-directory bench-api bench-dashboard)

bench-api: $(READY) $(TOOLS) ## measure the served API over 6 million lines, TPC-H's and our own [BENCH_DIR=var/bench/api] [ONLY=tpch]
	@$(ASKING) $(if $(ONLY),--only $(ONLY))

bench-60m: $(READY) $(TOOLS) ## load 60 million lines of TPC-H, which takes long, and measure the served API over them
	@$(ASKING) --only tpch --scale 10

bench-superset: $(READY) $(SUPERSET) ## measure Superset beside us over the 6 million lines of bench-api
	@$(BIN)/python -m backend.benchmarks.superset --folder "$(BENCH_DIR)" --environment $(SUPERSET_DIR)

bench-people: $(TOOLS) ## let people click through a served dashboard in Locust, on http://localhost:8089 [PORT=8000]
	@$(TOOLS_DIR)/bin/locust --locustfile backend/benchmarks/locustfile.py --host "http://localhost:$(PORT)" --web-host 127.0.0.1

bench-dashboard: $(READY) build ## measure the dashboard alone: its sizes, and what a browser takes to draw it
	@$(BROWSING)
	@cd frontend && npm run --silent sizes && CHROMIUM="$(BROWSER)" npm run --silent paint

screenshots: $(READY) build ## take the pictures of the pages in docs/screenshots anew, over the sample
	@$(BROWSING)
	@cd frontend && CHROMIUM="$(BROWSER)" npm run --silent screenshots

##@ Upkeep
.PHONY: keys docs lock clean

keys: $(READY) ## list the API keys, or make or withdraw one: RUN=...
	@$(BIN)/python -m backend.access $(or $(RUN),list)

docs: $(READY) ## write docs/reference, the SDL and the OpenAPI description from the code
	@$(BIN)/python -m backend.reference
	@$(BIN)/python -m backend.api.descriptions

lock: $(READY) ## pin every dependency of pyproject.toml again in requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV)
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet --output-file requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --constraint requirements.lock --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --quiet --output-file backend/requirements.lock
	@$(BIN)/uv pip compile --group pyproject.toml:bench --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --quiet --output-file backend/benchmarks/requirements.lock
	@$(BIN)/uv pip compile --group pyproject.toml:superset --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --quiet --output-file backend/benchmarks/superset/requirements.lock

clean: ## remove caches and the sample; loaded sales stay
	@rm -rf frontend/dist var/sample var/sample.csv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -not -path "./.venv/*" -prune -exec rm -rf {} +

$(APP): $(WEB) $(APP_OF)
	@echo "Building the dashboard"
	@cd frontend && npm run --silent build -- --logLevel warn
	@touch $@

$(WEB): frontend/package-lock.json frontend/package.json
	@.ci/install-web

$(TOOLS): backend/benchmarks/requirements.lock
$(SUPERSET): backend/benchmarks/superset/requirements.lock
$(TOOLS) $(SUPERSET):
	@$(or $(PYTHON),python3) -m venv $(@D)
	@$(@D)/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

$(READY): requirements.lock
	@PYTHON="$(PYTHON)" .ci/install
