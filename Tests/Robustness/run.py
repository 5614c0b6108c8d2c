#!/usr/bin/env python3
"""Puts the command under kills, faults, damaged inputs and company, and counts what comes of it.

Tests/Robustness/run.py                        every kind, as many cases as --cases says
Tests/Robustness/run.py --seconds 170          as many as there is time for
Tests/Robustness/run.py --kind kills --seed 7  one kind, other cases
Tests/Robustness/run.py --case CASE            one case again, with its folder kept
"""

import argparse
import collections
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True

import faults  # noqa: E402
import inputs  # noqa: E402
import kills  # noqa: E402
import limits  # noqa: E402
import readers  # noqa: E402
import report  # noqa: E402
import scenarios  # noqa: E402
import syncs  # noqa: E402
import tampered  # noqa: E402
from world import World  # noqa: E402

ROOT = scenarios.ROOT
# The kinds, and the share of the cases that each gets; of some there are only a few.
KINDS = {
    "kills": 3,
    "faults": 3,
    "limits": 1,
    "syncs": 1,
    "texts": 4,
    "arpa": 5,
    "safetensors": 3,
    "frequencies": 3,
    "stimuli": 3,
    "vocabularies": 2,
    "archives": 5,
    "databases": 4,
    "readers": 0.1,
}
OUTCOMES = ["ok", "before", "after", "epoch", "refused", "wrong"]
world = None


def modules():
    """What runs each kind."""
    found = {kind: inputs.Kind(kind) for kind in inputs.KINDS}
    found.update(kills=kills, faults=faults, limits=limits, syncs=syncs, databases=tampered, readers=readers)
    return {kind: found[kind] for kind in KINDS}


def work(task):
    """Runs one case in a process of the pool; a round of some kinds counts as several."""
    kind, case = task
    try:
        result = available[kind].run(world, case)
        results = result if isinstance(result, list) else [result]
    except Exception:  # A fault of the harness must not pass for one of the command.
        import traceback

        results = [("wrong", "the harness: " + traceback.format_exc().strip().replace("\n", " | "))]
    return kind, case, results


def tasks(kinds, seed, limit, until):
    """Cases of all kinds mixed by their shares, the same for a seed, until there are enough or time is up."""
    streams = {}
    for kind in kinds:
        streams[kind] = available[kind].cases(world, random.Random(f"{seed}:{kind}"))
    chooser = random.Random(f"{seed}:kinds")
    names = list(streams)
    shares = [KINDS[name] for name in names]
    given = 0
    while names and (limit is None or given < limit) and (until is None or time.monotonic() < until):
        kind = chooser.choices(names, shares)[0]
        case = next(streams[kind], None)
        if case is None:
            at = names.index(kind)
            del names[at], shares[at]
            continue
        given += 1
        yield kind, case


def table(counts):
    """Lines of a table: a kind, its cases and outcomes."""
    lines = ["kind           cases" + "".join(f"{outcome:>10}" for outcome in OUTCOMES)]
    total = collections.Counter()
    for kind in [*KINDS]:
        row = counts.get(kind)
        if not row:
            continue
        total.update(row)
        lines.append(
            f"{kind:<12}{sum(row.values()):>8}" + "".join(f"{row.get(outcome, 0):>10}" for outcome in OUTCOMES)
        )
    lines.append(
        f"{'all':<12}{sum(total.values()):>8}" + "".join(f"{total.get(outcome, 0):>10}" for outcome in OUTCOMES)
    )
    return lines


def add_totals(path, counts):
    """Adds a run to the sums over all runs of this copy, and gives them."""
    totals = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            totals = json.load(file)
    for kind, row in counts.items():
        sums = totals.setdefault(kind, {})
        for outcome, number in row.items():
            sums[outcome] = sums.get(outcome, 0) + number
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump(totals, file)
    os.replace(path + ".new", path)
    return totals


def main():
    global world, available
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gram", default=os.path.join(ROOT, ".build", "release", "gram"), help="the command")
    parser.add_argument("--kind", action="append", help=f"{', '.join(KINDS)}; may be repeated (default: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, help="stop after so many cases (default: 5000 without --seconds)")
    parser.add_argument("--seconds", type=float, help="stop after so long")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--scenario", action="append", help="only these commands, of kills, faults and limits")
    parser.add_argument("--case", help="one case again, as KIND/CASE; its folder is kept")
    parser.add_argument("--folder", help="where to work (default: in memory, if possible)")
    parser.add_argument(
        "--totals", default=os.path.join(ROOT, ".build", "robustness.json"), help="where runs are summed"
    )
    parser.add_argument("--report", metavar="FILE", help="write what came of it as Markdown")
    options = parser.parse_args()
    if not os.access(options.gram, os.X_OK):
        sys.exit(f"There is no {options.gram}. Build it first: make build")
    available = modules()
    if options.case:
        options.kind = [options.case.split("/")[0]]
    kinds = options.kind or [kind for kind in KINDS if kind in available]
    for kind in kinds:
        if kind not in available:
            sys.exit(f"There is no kind {kind}. Kinds are {', '.join(available)}.")
    if options.cases is None and options.seconds is None:
        options.cases = 5000

    base = options.folder or ("/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    folder = tempfile.mkdtemp(prefix="gram-robustness-", dir=base)
    os.chmod(folder, 0o755)
    started = time.monotonic()
    world = World(options.gram, folder, options.seed)
    try:
        wanted = options.scenario or list(scenarios.BY_NAME)
        if options.case and options.case.split("/")[1].split(":")[0] in scenarios.BY_NAME:
            wanted = [options.case.split("/")[1].split(":")[0]]
        if any(getattr(available[kind], "NEEDS_SCENARIOS", True) for kind in kinds):
            world.prepare(wanted)
        for kind in kinds:
            if hasattr(available[kind], "prepare"):
                available[kind].prepare(world)
        if options.case:
            return repeat(options.case)
        return everything(kinds, options, started)
    finally:
        if not options.case:
            shutil.rmtree(folder, ignore_errors=True)


def repeat(case):
    """Runs one case and says where its folder is."""
    kind, case = case.split("/", 1)
    _, _, results = work((kind, case))
    for outcome, problem in results:
        if problem or len(results) == 1:
            print(f"{outcome}: {problem or 'nothing is wrong'}")
    print(f"the folder: {world.place('work')}")
    return 1 if any(outcome == "wrong" for outcome, _ in results) else 0


def everything(kinds, options, started):
    """Runs all cases and prints what came of them."""
    counts = {kind: collections.Counter() for kind in kinds}
    wrong = 0
    for problem in world.problems:
        wrong += 1
        print(f"wrong: the command alone: {problem}", flush=True)
    until = time.monotonic() + options.seconds if options.seconds else None
    redraws = sys.stderr.isatty()
    signatures = collections.Counter()
    # A run that is interrupted still says what it saw: its processes leave the signal to this one.
    with multiprocessing.get_context("fork").Pool(options.jobs, leave_interrupts) as pool:
        stream = tasks(kinds, options.seed, options.cases, until)
        try:
            for kind, case, results in pool.imap_unordered(work, bounded(stream, options.jobs * 4)):
                slots.release()
                counts[kind].update(outcome for outcome, _ in results)
                for problem in [problem for outcome, problem in results if outcome == "wrong"]:
                    wrong += 1
                    signatures[signature(kind, case, problem)] += 1
                    print(
                        f"wrong: {problem}\n    Tests/Robustness/run.py --seed {options.seed} --case '{kind}/{case}'",
                        flush=True,
                    )
                if redraws:
                    done = sum(sum(row.values()) for row in counts.values())
                    print(f"\r{done} cases, {wrong} wrong", end="", file=sys.stderr)
        except KeyboardInterrupt:
            slots.stopped = True
            slots.release()
            print("interrupted; what was seen until then:")
    if redraws:
        print("\r", end="", file=sys.stderr)
    seconds = time.monotonic() - started
    done = sum(sum(row.values()) for row in counts.values())
    if len(signatures) > 1:
        print("what was wrong, alike taken together")
        for text, number in signatures.most_common():
            print(f"{number:6}  {text}")
    print(f"seed {options.seed}, {seconds:.0f} s, {done / seconds:.0f} cases a second on {options.jobs} cores")
    print("\n".join(table(counts)))
    try:
        totals = add_totals(options.totals, counts)
        print("in all runs of this copy")
        print("\n".join(table(totals)))
    except OSError as error:
        print(f"The sums over all runs are not kept: {error}", file=sys.stderr)
    if options.report:
        alike = [*world.problems, *signatures.elements()]
        report.write(options.report, counts, OUTCOMES, options.seed, seconds, options.jobs, alike)
    passed = done - sum(row["wrong"] for row in counts.values())
    print(f"{passed} passed, {wrong} failed")
    return 1 if wrong else 0


def leave_interrupts():
    """For the processes of the pool."""
    # Not SIG_IGN, which the commands would inherit.
    signal.signal(signal.SIGINT, lambda *_: None)


def signature(kind, case, problem):
    """What wrong cases have in common: without numbers, quotations and places."""
    scenario = case.split(":")[0] + " " if ":" in case else ""
    text = re.sub(r"(raw U\+).*", r"\1…", problem)
    text = re.sub(r"'[^']*'|“[^”]*”|\"[^\"]*\"", "'…'", text)
    text = re.sub(r"\d[\d,.]*", "N", text)
    return f"{kind} {scenario}{text[:150]}"


slots = None


def bounded(stream, ahead):
    """A stream that is not read further than the pool works: the pool would read it all."""
    import threading

    global slots
    slots = threading.Semaphore(ahead)
    slots.stopped = False
    for item in stream:
        slots.acquire()
        if slots.stopped:
            return
        yield item


if __name__ == "__main__":
    sys.exit(main())
