#!/usr/bin/env python3
"""Runs every console block of the tutorial, in order, in one temporary folder, and compares what comes out.

Tests/Tutorial/run.py             with .build/release/gram
Tests/Tutorial/run.py COMMAND     with another build
Tests/Tutorial/run.py --record    writes the real output into the texts; "…" stays where it stands

Ends with 1 where an output differs from the text. `blocks.py` says how blocks are marked and compared.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True

import blocks  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEXTS = ROOT / "Documentation" / "tutorial"
# What a command may take, in seconds: none takes ten on an idle machine.
PATIENCE = 300


def pages(folder):
    """The texts whose names begin with their number, in order."""
    return sorted(folder.glob("[0-9][0-9]-*.md"))


def workplace(folder, command):
    """The folder that readers work in, as far as the texts use it; the environment of their commands."""
    for name in ("Corpora", "Documentation"):
        (folder / name).symlink_to(ROOT / name)
    tools = folder / ".tools"
    tools.mkdir()
    (tools / "gram").symlink_to(command)
    environment = dict(os.environ, NO_COLOR="1", LC_ALL="C.UTF-8", COLUMNS="80")
    environment["PATH"] = f"{tools}:{environment['PATH']}"
    return environment


def run(step, folder, environment):
    """The lines that a command prints, and what is wrong with how it ended."""
    try:
        done = subprocess.run(
            ["sh", "-c", step.command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return [], [f"+ not done after {PATIENCE} s"]
    wrong = []
    if done.returncode != 0:
        wrong = [f"+ status {done.returncode}"] + [f"+ {line}" for line in done.stderr.splitlines()]
    return [line.rstrip() for line in done.stdout.splitlines()], wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", nargs="?", default=ROOT / ".build/release/gram", type=pathlib.Path)
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--texts", default=TEXTS, type=pathlib.Path, help="another folder of texts")
    options = parser.parse_args()
    command = options.command.resolve()
    if not os.access(command, os.X_OK):
        sys.exit(f"{command} is no program. Build it first: make build")
    texts = pages(options.texts)
    if not texts:
        sys.exit(f"{options.texts} has no texts.")
    wrong = total = 0
    with tempfile.TemporaryDirectory(prefix="tutorial-") as name:
        folder = pathlib.Path(name)
        environment = workplace(folder, command)
        for page in texts:
            began = time.monotonic()
            lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
            page_wrong, replacements = 0, []
            for step in blocks.steps(lines):
                total += 1
                real, ending = run(step, folder, environment)
                found = ending + ([] if options.record else blocks.differences(step, real))
                if found:
                    page_wrong += 1
                    print(f"{page.name}:{step.line}: $ {step.command}", *found, sep="\n    ")
                replacements.append((step, blocks.recorded(step.shown, real)))
            if options.record:
                for step, output in reversed(replacements):
                    lines[step.first : step.last] = [line + "\n" for line in output]
                page.write_text("".join(lines), encoding="utf-8")
            print(f"{page.name}: {page_wrong} of {len(replacements)} differ, {time.monotonic() - began:.1f} s", flush=True)
            wrong += page_wrong
    print(f"{total} commands, {wrong} with another output than the text has")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
