"""Kills: at every call that changes a file, before it or in its midst, and at random moments.

Afterwards the folder must be as before the command or as after it, or, of a training, at a finished epoch; and the
next run must lead to what an uninterrupted run leads to, with no file left over.
"""

import os
import sqlite3

import harness
import scenarios
import state

NAME = "kills"


def cases(world, generator):
    """Every call once, in two ways, the commands in turn; between them, and then without end, random moments."""
    waiting = {}
    for name, reference in world.references.items():
        waiting[name] = [
            f"{name}:change:{at}:{act}" for at in range(1, reference.counts["change"] + 1) for act in ("kill", "torn")
        ]
        generator.shuffle(waiting[name])
    names = list(world.references)
    shares = [scenarios.BY_NAME[name].share for name in names]
    while True:
        for name in [name for name in names if waiting[name]]:
            yield waiting[name].pop()
            if generator.random() < 0.5:
                yield moment(generator, generator.choices(names, shares)[0])
        if not any(waiting.values()):
            yield moment(generator, generator.choices(names, shares)[0])


def moment(generator, name):
    """A kill at a random share of the time that the command takes."""
    return f"{name}:moment:{generator.uniform(0, 1.1):.4f}:kill"


def run(world, case):
    """Outcome and what is wrong."""
    name, call, at, act = case.split(":")
    scenario, reference = scenarios.BY_NAME[name], world.references[name]
    folder = world.place("work")
    scenarios.copy(reference.template, folder)
    if call == "moment":
        result = world.gram_in(folder, scenario.command, kill_after=float(at) * reference.seconds)
    else:
        result = world.gram_in(
            folder, scenario.command, environment=world.shimmed(folder, call=call, at=int(at), act=act)
        )
    problem = harness.broken(result, is_killed=True)
    if problem:
        return "wrong", problem
    outcome, problem = judge(world, scenario, reference, folder)
    if problem:
        return "wrong", problem
    if result.code == 0 and outcome not in ("after", "ok"):
        return "wrong", "exit 0, and the state is that before"
    return outcome, None


def judge(world, scenario, reference, folder):
    """The state a stopped command left, and whether the next run makes it good."""
    scratch = world.place("scratch")
    if state.is_same(folder, reference.template):
        # The next run begins where every run begins.
        return "ok" if reference.before == reference.after else "before", None
    try:
        now = state.snapshot(folder, scratch)
    except sqlite3.Error as error:
        return None, f"the database does not open: {error}"
    own = {key: value for key, value in now.items() if key in reference.before or key in reference.after}
    if own == reference.before:
        outcome = "ok" if reference.before == reference.after else "before"
    elif own == reference.after:
        outcome = "after"
    else:
        epochs = state.epochs_between(own, reference.before, reference.after) if scenario.resume else None
        if not epochs:
            return None, (
                f"neither before ({state.differences(reference.before, own)}) "
                f"nor after ({state.differences(reference.after, own)})"
            )
        outcome = "epoch"
    if outcome == "epoch":
        command = scenario.resume
    elif outcome == "after" and scenario.later:
        command = scenario.later
    else:
        command = scenario.again
    result = world.gram_in(folder, command)
    problem = harness.broken(result)
    if not problem and result.code != 0:
        problem = f"exit {result.code}: {harness.tail(result.err)}"
    if problem:
        return None, f"{outcome}; the next run ({' '.join(command)}): {problem}"
    try:
        now = state.snapshot(folder, scratch)
    except sqlite3.Error as error:
        return None, f"{outcome}; after the next run ({' '.join(command)}) the database does not open: {error}"
    own = {key: value for key, value in now.items() if key in reference.after}
    if own != reference.after:
        return None, (
            f"{outcome}; the next run ({' '.join(command)}) does not lead to the state of an uninterrupted run: "
            f"{state.differences(reference.after, own)}"
        )
    left = sorted(set(os.listdir(folder)) - set(reference.files_after))
    if left:
        return None, f"{outcome}; the next run ({' '.join(command)}) leaves {', '.join(left)}"
    return outcome, None
