"""Databases that another program changed: the mutants of `databases.py`, as one kind among the others."""

import os

import databases

NEEDS_SCENARIOS = False


def prepare(world):
    """Makes the sound database that all mutants are made of."""
    folder = os.path.join(world.folder, "databases")
    world.sound = databases.Database(folder, world.gram)


def cases(world, generator):
    """Numbers without end."""
    while True:
        yield str(generator.getrandbits(31))


def run(world, case):
    """Outcome and what is wrong."""
    mutant = databases.Case(world.seed, int(case), world.sound, world.place("databases"))
    findings = mutant.run()
    if findings:
        command, found, errors = findings[0]
        text = errors.strip().replace("\n", " | ")[-200:]
        return "wrong", f"{mutant.kind} ({mutant.description}): gram {command}: {found}: {text}"
    return ("ok" if mutant.codes.get(0) else "refused"), None
