# Every target says what it does, and skips what is up to date. `make help` lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# cargo and trunk use all cores by themselves; two of them at once only get in each other's way.
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules

PORT ?= 8080
SEEDS ?= 100000
SEED ?= 0
LISTEN ?= 127.0.0.1:$(PORT)
DATABASE ?= sqlite:data/smarketing.db
export LISTEN DATABASE

# What the app is made of. Directories are in the list, because theirs is the time that
# changes when a file is removed.
APP := $(shell find src domain/src sync/src worker/src locales style public ! -name '.*' 2>/dev/null) \
       $(wildcard index.html Trunk.toml Cargo.toml Cargo.lock domain/Cargo.toml worker/Cargo.toml .cargo/config.toml) \
       scripts/versions.sh scripts/env.sh scripts/build-web.sh scripts/precache.mjs

.PHONY: help setup setup-native setup-postgres setup-tests run watch check fuzz test api-fuzz test-native test-wasm oracle simulate-statistics soak replay planted-faults e2e score bench bench-boards bench-large bench-lab bench-server load release looks screenshots clean

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 28

setup: ## install what building needs and is missing
	@scripts/setup.sh web

setup-native:
	@scripts/setup.sh native

setup-postgres:
	@scripts/setup.sh postgres

setup-tests: setup
	@scripts/setup.sh browser

dist/dev/index.html: $(APP) | setup
	@scripts/build-web.sh dev

dist/release/index.html: $(APP) scripts/compress.mjs $(wildcard scripts/split/*) | setup
	@scripts/build-web.sh release

run: setup dist/dev/index.html ## build and start Smarketing with the demo workspace (PORT=8080)
	@scripts/build-server.sh dev
	@scripts/run.sh

watch: setup dist/dev/index.html ## the same, and build the app again on every save
	@scripts/build-server.sh dev
	@scripts/run.sh watch

check: setup-native fuzz ## formatting, lints, direction rules, a short fuzzing
	@mkdir -p dist/dev dist/release
	cargo fmt --all -- --check
	cargo clippy --workspace --all-targets -- -D warnings
	@scripts/directions.sh

# RUNS: how many inputs; cargo-fuzz finds the same targets, where it is installed.
fuzz: setup-native ## feed the parsers with what no one would send (RUNS=200000)
	@scripts/fuzz.sh $(RUNS)

test: test-wasm test-native api-fuzz e2e ## all tests: native, of the API, in a browser, end to end

# The server's tests run twice: on SQLite, and on a PostgreSQL server of their own.
# SMARKETING_TEST_POSTGRES=postgres://… takes another one. Durability is PostgreSQL's
# own business there: only our instances are killed.
test-native: setup-native setup-postgres ## the tests that need no browser
	@mkdir -p dist/dev dist/release
	cargo test --workspace
	$(MAKE) planted-faults
	POSTGRES_SETTINGS='-c fsync=off' scripts/with-postgres.sh cargo test --workspace --test api --test program

# EXAMPLES: how many requests of each address
api-fuzz: setup-native ## ask the API what its description allows, and more (EXAMPLES=25)
	@mkdir -p dist/dev dist/release
	@cargo build --quiet -p smarketing-server
	@scripts/api-fuzz.sh $(EXAMPLES)

# CASES: another file of the form of domain/tests/fixtures/oracle.json
oracle: setup-native ## compare the statistics with reference cases (CASES=FILE)
	@cargo run --quiet -p smarketing-domain --example oracle -- $${CASES:+"$$CASES"}

# RUNS: how many tests of each kind
simulate-statistics: setup-native ## do the statistics keep what they promise? false winners, power, coverage (RUNS=10000)
	@cargo run --quiet --release -p smarketing-domain --example simulate_statistics -- $(RUNS)

# SEEDS: how many schedules, or which: SEEDS=200000, SEEDS=5000..9000
soak: setup-native ## simulate sync for longer than the tests do (SEEDS=…)
	@mkdir -p dist/dev dist/release
	cargo run --quiet -p smarketing-simulation -- $(SEEDS)

replay: setup-native ## tell every step of one simulated schedule (SEED=…)
	@mkdir -p dist/dev dist/release
	cargo run --quiet -p smarketing-simulation -- replay $(SEED)

planted-faults: setup-native ## prove the simulation: it has to find every fault that is planted
	@mkdir -p dist/dev dist/release
	cargo run --quiet -p smarketing-simulation --features planted-faults -- faults

test-wasm: setup-tests ## the Rust tests that run in a browser
	@scripts/test-wasm.sh

# E2E_ARGS: what to hand to playwright, e.g. make e2e E2E_ARGS='board.spec.ts --headed'
e2e: setup-tests dist/release/index.html ## end-to-end tests of the release build
	@scripts/build-server.sh release
	@node scripts/budget.mjs dist/release
	@cd tests && node_modules/.bin/playwright test $(E2E_ARGS)

# TRAIN and TEST are CSV files; without TEST, TRAIN is halved ten ways.
score: setup-native ## scoring rules from the outcomes in TRAIN=FILE, measured on TEST=FILE
	@if [ -z "$${TRAIN:-}" ]; then echo '✗ say what to learn from: make score TRAIN=FILE TEST=FILE' >&2; exit 1; fi
	@scripts/build-server.sh dev
	@target/debug/smarketing-server score -- "$$TRAIN" $${TEST:+"$$TEST"}

bench: setup-tests dist/release/index.html ## measure the release build
	@scripts/build-server.sh release
	node tests/bench/bench.mjs
	node tests/bench/start.mjs
	node tests/bench/glass.mjs

# BOARDS: a folder that measures kanban boards (tests/bench/beside.mjs says what it holds);
# BENCH_ARGS: e.g. '--peers ours,sortable --sizes 100,1000 --runs 3'
bench-boards: setup-tests dist/release/index.html ## measure the board beside others, in one run (BOARDS=…)
	@scripts/build-server.sh release
	@if [ -z "$${BOARDS:-}" ]; then echo '✗ say where the other boards are: make bench-boards BOARDS=folder' >&2; exit 1; fi
	node tests/bench/beside.mjs "$$BOARDS" $(BENCH_ARGS)

bench-large: setup-tests dist/release/index.html ## measure 100,000 deals with a million changes in the log
	@scripts/build-server.sh release
	node tests/bench/start.mjs --changes 1000000 --runs 2

bench-lab: setup-tests ## measure the analyses of 200 running tests in a browser
	@scripts/test-wasm.sh bench

# PEERS: a folder with fastify-sqlite.mjs to compare with; BENCH_ARGS: e.g. '--runs 3 --only batches'
bench-server: dist/release/index.html ## measure the server alone: changes and snapshots a second (PEERS=…)
	@scripts/build-server.sh release
	node tests/bench/server.mjs $(BENCH_ARGS)

# LOAD_CLIENTS=200 LOAD_WRITES=50 LOAD_SECONDS=40
load: setup-native setup-postgres ## 200 clients, 50 writes a second: three instances on PostgreSQL (one is killed in between), one on SQLite
	@mkdir -p dist/dev dist/release
	scripts/with-postgres.sh cargo bench -p smarketing-server --bench load

screenshots: setup-tests dist/release/index.html ## take the README's pictures
	@scripts/build-server.sh release
	node tests/screenshots.mjs

# LOOKS: e.g. '--only board,deal --looks phone-dark-uk', or --accept
looks: setup-tests dist/release/index.html ## take every screen in every look, and compare with what was accepted
	@scripts/build-server.sh release
	node tests/looks/looks.mjs $(LOOKS)

release: setup dist/release/index.html ## one binary with the app inside
	@scripts/build-server.sh release
	@node scripts/budget.mjs dist/release
	@printf '%s: %s bytes\n' target/release/smarketing-server "$$(stat -c %s target/release/smarketing-server)"

clean: ## remove what was built; keeps data/ and the installed tools
	rm -rf target dist tests/node_modules tests/test-results tests/playwright-report
