# `make` lists the targets. CUDA=1, LIBTORCH=FOLDER and LIBTORCH_USE_PYTORCH=1 are for set-up; see scripts/setup.
#
# One release build serves the tool and the tests: after `swift build --build-tests`, neither `swift build` nor
# `swift test --skip-build` compiles anything again. Debug builds are for developing.

SWIFT_SOURCES = Package.swift Sources Tests Benchmarks

.PHONY: help setup build test browser-test demo bench format format-check clean

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install system packages and libtorch; can be run again at any time.
	@scripts/setup

build: setup ## Build the tool: .build/release/atelier.
	swift build -c release

test: setup ## Build everything and run all tests.
	swift build -c release --build-tests
	swift test -c release --skip-build --disable-xctest

browser-test: build ## Test the studio's pages in a headless Chromium; leaves build/screenshots.
	@scripts/browser-test

demo: build ## Train a small GAN for some minutes and show what it draws.
	.build/release/atelier train fashion-mnist --categories sneaker --preset quick

bench: setup ## Measure the training step, generation, loading and start-up; writes build/bench.json.
	swift build -c release
	.build/release/atelier-bench build/bench.json

format: ## Format the Swift sources in place.
	swift format --in-place --parallel --recursive $(SWIFT_SOURCES)

format-check: ## Check the Swift sources' format.
	swift format lint --strict --parallel --recursive $(SWIFT_SOURCES)

clean: ## Remove what was built; libtorch and runs stay.
	rm -rf .build
