"""What a power cut would find: a file that gets its name was brought to the disk before, and its folder after.

SQLite sees to its own journal; this is about the files that commands make aside and move.
"""

import os

import harness
import scenarios

NAME = "syncs"


def cases(world, generator):
    """Each scenario once."""
    yield from world.references


def run(world, case):
    """Outcome and what is wrong."""
    scenario, reference = scenarios.BY_NAME[case], world.references[case]
    folder, log = world.place("work"), world.place("log")
    scenarios.copy(reference.template, folder)
    if os.path.exists(log):
        os.remove(log)
    result = world.gram_in(folder, scenario.command, environment=world.shimmed(folder, log=log))
    problem = harness.broken(result)
    if problem or result.code != 0:
        return "wrong", problem or f"exit {result.code}: {harness.tail(result.err)}"
    events = []
    if os.path.exists(log):
        with open(log, encoding="utf-8") as file:
            events = [line.rstrip("\n").split("\t") for line in file]
    dirty, unsynced = set(), {}
    for kind, first, second in events:
        first, second = (os.path.normpath(os.path.join(folder, name)) if name else "" for name in (first, second))
        if kind in ("write", "truncate"):
            dirty.add(first)
        elif kind == "sync":
            dirty.discard(first)
            unsynced.pop(first, None)
        elif kind in ("rename", "link"):
            if first in dirty:
                return "wrong", f"{os.path.basename(first)} becomes {os.path.basename(second)} before it is synced"
            unsynced[os.path.dirname(second)] = os.path.basename(second)
    if unsynced:
        return "wrong", f"the folder is not synced after {', '.join(unsynced.values())} got its name"
    return "ok", None
