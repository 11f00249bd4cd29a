# `make` lists the targets. CUDA=1, LIBTORCH=FOLDER and LIBTORCH_USE_PYTORCH=1 are for set-up; see scripts/setup.
#
# One release build serves the tool and the tests: after `swift build --build-tests`, neither `swift build` nor
# `swift test --skip-build` compiles anything again. Debug builds are for developing.

SWIFT_SOURCES = Package.swift Sources Tests Benchmarks Examples

ARGS =

# Swift has only one of the sanitizers on Linux, C++ both. `vptr` and `function` would need all of libtorch compiled so.
SANITIZE = -c release --scratch-path .build-asan --sanitize address -Xcxx -g1 -Xcxx -fsanitize=undefined \
	-Xcxx -fno-sanitize=vptr,function -Xcxx -fno-sanitize-recover=undefined

PREFIX = /usr/local

.PHONY: help setup build install uninstall docs-check reference test package-test torture fuzz kernels-test interop browser-test sanitize demo bench bench-peers protobuf format format-check clean

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install system packages and libtorch; can be run again at any time.
	@scripts/setup

build: setup ## Build the tool: .build/release/atelier.
	swift build -c release

install: ## Install the built tool under PREFIX, /usr/local if left out, with manual pages and completions.
	@scripts/install $(PREFIX)

uninstall: ## Remove what `make install` installed.
	@scripts/install --remove $(PREFIX)

# The tool's tests keep all threads waiting for its processes, so those that answer or wait in tasks run apart from them.
test: setup ## Build everything and run all tests.
	swift build -c release --build-tests
	swift test -c release --skip-build --disable-xctest --skip 'AtelierTests\.|StudioTests\.'
	swift test -c release --skip-build --disable-xctest --filter 'StudioTests\.'
	swift test -c release --skip-build --disable-xctest --filter 'AtelierTests\.'
	if [ "$$(uname)" = Linux ]; then \
		Tests/Torture/torture.py --seed 1 --share 0.005 --only kills,kills-of-fetch,disk,locks,power,planted; \
	fi

# All of Atelier once more, as another package's dependency, in .build-package: minutes the first time.
package-test: setup ## Build and run a package outside this checkout that depends on Atelier.
	@scripts/package-test

torture: build ## Kill, starve, cut off and burden the tool in every way, for hours; Linux. ARGS="--only power --seed 5".
	Tests/Torture/torture.py $(ARGS)

fuzz: setup ## Read 10,000 damaged files of each kind; ARGS=100000 for as many.
	swift build -c release --build-tests
	ATELIER_MUTATIONS=$(or $(ARGS),10000) swift test -c release --skip-build --disable-xctest --filter FuzzTests

# Each kernel in turn but the one that the processor would choose, which `make test` tests.
kernels-test: setup ## Run the tests of the networks with the kernels for AVX2 and with libtorch's own.
	swift build -c release --build-tests
	for kernels in avx2 reference; do \
		if [ $$kernels = avx2 ] && ! grep -qw avx512f /proc/cpuinfo; then echo "avx2: make test tests these, or nothing can, on this processor"; continue; fi; \
		ATELIER_KERNELS=$$kernels swift test -c release --skip-build --disable-xctest \
			--filter 'TorchTests\.|NetworksTests\.|GANTests\.(TrainingTests|CriticTests|NetworkTests|ObjectiveTests|KerasTests)' || exit 1; \
	done

sanitize: export ATELIER_SANITIZE = 1
sanitize: export ASAN_OPTIONS = detect_leaks=0:allocator_may_return_null=1
sanitize: export UBSAN_OPTIONS = print_stacktrace=1
sanitize: setup ## Run the tests of kernels, decoders and files under the address and undefined-behaviour sanitizers.
	swift build $(SANITIZE) --build-tests
	swift test $(SANITIZE) --skip-build --disable-xctest
	if grep -qw avx512f /proc/cpuinfo; then ATELIER_KERNELS=avx2 swift test $(SANITIZE) --skip-build --disable-xctest --filter TorchTests; fi

interop: setup ## Have Keras, PyTorch, ONNX Runtime and TensorBoard open our files, and the other way; installs them in build/.
	swift build -c release --build-tests
	@scripts/interop

browser-test: build ## Test the studio's pages in a headless Chromium; leaves build/screenshots.
	@scripts/browser-test

docs-check: ## Check the pages' links, and run their commands with the built tool.
	@scripts/check-docs

reference: ## Write the pages of commands and settings again, after a change of the tool's help.
	@python3 scripts/docs/reference.py .build/release/atelier

demo: build ## Train a small GAN for 18 seconds and show what it draws.
	.build/release/atelier train fashion-mnist --categories sneaker --preset quick --minutes 0.3

bench: setup ## Measure the training step, generation, loading and start-up; writes build/bench.json.
	swift build -c release
	.build/release/atelier-bench build/bench.json

bench-peers: setup ## Measure the step beside TensorFlow's, PyTorch's and JAX's; writes docs/explanation/benchmarks.md.
	swift build -c release
	python3 Benchmarks/Peers/run.py $(ARGS)

protobuf: ## Generate the Swift code of the .proto files again, after a change of them; needs protoc.
	swift build --product protoc-gen-swift
	for file in Sources/Interchange/*/*.proto; do \
		protoc --plugin=.build/debug/protoc-gen-swift --proto_path=$$(dirname $$file) --swift_out=$$(dirname $$file) $$file; \
	done

format: ## Format the Swift sources in place.
	swift format --in-place --parallel --recursive $(SWIFT_SOURCES)

format-check: ## Check the Swift sources' format.
	swift format lint --strict --parallel --recursive $(SWIFT_SOURCES)

clean: ## Remove what was built; libtorch and runs stay.
	rm -rf .build .build-asan .build-package
