# What README.md, CONTRIBUTING.md and .ci/run call.
.PHONY: help setup build demo test format lint benchmark

help:
	@echo "make demo       installs what is missing, builds, and walks through a real book (about 3 minutes)"
	@echo "make test       installs what is missing, builds, and runs all tests"
	@echo "make build      makes .build/release/gram"
	@echo "make format     formats the sources; make lint checks them"
	@echo "make benchmark  measures speed beside the tools at hand"

setup:
	@Scripts/setup

build: setup
	swift build -c release

demo:
	@Scripts/setup bible-kjv bible-kjv-text sqlite3
	swift build -c release
	@Scripts/demo

test: setup
	swift test -c release

format:
	swift format format --in-place --recursive Sources Tests Package.swift

lint:
	swift format lint --strict --recursive Sources Tests Package.swift

benchmark: build
	Benchmarks/run
