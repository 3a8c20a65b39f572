# make run    build for this processor and optimise on the bundled prices
# make test   run all tests, optimised: a debug build (swift test) takes ten times as long
# make install  copy what make build built to PREFIX (/usr/local), with man pages and completions
# make bench  how fast and how well it scales, beside others
# make counts compare instructions, allocations and peak memory with those stored
# make check  everything that is checked before a change lands

native := -c release -Xcc -march=native
portable = $(shell Scripts/portable-flags)
output := apus-out
PREFIX ?= /usr/local
PROGRAM ?= .build/release/apus
sources := Package.swift Sources Tests Examples Benchmarks/Package.swift Benchmarks/Sources \
	Fuzzing/Package.swift Fuzzing/Sources \
	Benchmarks/Peers/swift Benchmarks/StudyPeers/swift Benchmarks/ForecastPeers/swift \
	Benchmarks/ForecastPeers/classical/swift Scripts/cross-check/swift

.PHONY: run build install uninstall portable test bench counts format lint docs check setup clean

run: build
	.build/release/apus optimize --output $(output)

build: setup
	swift build $(native) --product apus

# Builds only what is not there, so that sudo make install needs no compiler.
install: $(if $(wildcard $(PROGRAM)),,build)
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" Scripts/install "$(PROGRAM)"

uninstall:
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" Scripts/install --uninstall

# Always with the tests: building without them has other flags, and compiles everything anew.
portable: setup
	swift build $(portable) --build-tests

test: portable
	swift test $(portable) --skip-build

bench: build
	.build/release/apus bench
	swift run --package-path Benchmarks $(native) apus-benchmarks
	Benchmarks/Peers/run --quick --programs apus

counts: setup
	Scripts/check-counts

format:
	swift format --in-place --recursive $(sources)

lint:
	swift format lint --strict --recursive $(sources)

docs: setup
	Scripts/docs

check:
	.ci/run

setup:
	@Scripts/setup

clean:
	rm -rf .build .build-portable Benchmarks/.build $(output)
