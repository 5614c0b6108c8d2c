"""Faults: the n-th call of each kind fails, once or from then on.

The exit code must be the right one, the message ours, and the folder as before the command or as after it.
"""

import errno

import harness
import kills
import scenarios

NAME = "faults"

# What a call may fail with, and the exit codes that are right for it. 0 only if the command's work is done.
FAULTS = {
    "write": {"ENOSPC": {74}, "EIO": {74}, "EINTR": {0, 74}, "EDQUOT": {74}, "EFBIG": {74}},
    "print": {"ENOSPC": {74}, "EIO": {74}, "EINTR": {0, 74}, "EPIPE": {0, 74, -13}},
    "read": {"EIO": {74}, "EINTR": {0, 74}},
    "sync": {"EIO": {0, 74}, "ENOSPC": {74, 0}, "EINTR": {0, 74}},
    "truncate": {"EIO": {0, 74}, "ENOSPC": {0, 74}, "EINTR": {0, 74}},
    "rename": {"EIO": {74}, "ENOSPC": {74}, "EACCES": {73}},
    "link": {"EPERM": {0}, "EIO": {0, 74}, "ENOSPC": {0, 74}, "EACCES": {0, 73}},
    "unlink": {"EIO": {0, 74}, "EACCES": {0, 73, 74}, "EBUSY": {0, 73, 74, 75}},
    "create": {
        "ENOSPC": {73, 74},
        "EIO": {73, 74},
        "EACCES": {73},
        "EMFILE": {73, 74, 75},
        "ENFILE": {73, 74, 75},
        "EINTR": {0, 73, 74},
        "EROFS": {73},
    },
    "open": {
        "EIO": {0, 74},
        "EACCES": {0, 66, 73},
        "EMFILE": {0, 66, 73, 74, 75},
        "ENFILE": {0, 66, 73, 74, 75},
        "EINTR": {0, 66, 73, 74},
    },
    "map": {"ENOMEM": {0, 74}, "EACCES": {0, 74}, "ENODEV": {0}},
    "lock": {"EAGAIN": {0, 75}, "EACCES": {0, 75}, "ENOLCK": {0, 74, 75}, "EIO": {0, 74}},
    "unlock": {"EIO": {0, 74}, "ENOLCK": {0, 74, 75}},
    "status": {"EIO": {0, 66, 73, 74}, "EACCES": {0, 66, 73, 74}},
    "close": {"EIO": {0, 74}, "EINTR": {0, 74}},
    "list": {"EIO": {0, 74}, "EACCES": {0, 66, 73}, "EMFILE": {0, 66, 73, 74, 75}},
}


def cases(world, generator):
    """Every call with every error, once and from then on, shuffled; then the same again."""
    every = []
    for name, reference in world.references.items():
        for call, errors in FAULTS.items():
            for at in range(1, min(reference.counts[call], 40) + 1):
                for error in errors:
                    every.append(f"{name}:{call}:{at}:{error}:once")
                    if error not in ("EINTR", "EAGAIN"):
                        every.append(f"{name}:{call}:{at}:{error}:always")
            for _ in range(max(reference.counts[call] - 40, 0) // 4):
                at = generator.randint(41, reference.counts[call])
                every.append(f"{name}:{call}:{at}:{generator.choice(list(errors))}:once")
    while True:
        generator.shuffle(every)
        # The kinds of calls in turn, as there are many more of some.
        waiting = {}
        for case in every:
            waiting.setdefault(case.split(":")[1], []).append(case)
        while waiting:
            for call in list(waiting):
                yield waiting[call].pop()
                if not waiting[call]:
                    del waiting[call]


def run(world, case):
    """Outcome and what is wrong."""
    name, call, at, error, how = case.split(":")
    scenario, reference = scenarios.BY_NAME[name], world.references[name]
    folder = world.place("work")
    scenarios.copy(reference.template, folder)
    environment = world.shimmed(folder, call=call, at=int(at), act=getattr(errno, error), always=how == "always")
    result = world.gram_in(folder, scenario.command, environment=environment)
    right = FAULTS[call][error]
    if result.code in right and result.code < 0:
        problem = None
    else:
        problem = harness.broken(result)
    # A lock that fails when the change is in the file already leaves it unknown whether it is there.
    is_unknown = result.code == 74 and call == "lock" and harness.DONE.search(result.message)
    if not problem and result.code not in right and not is_unknown:
        # A file that is tried and not needed may fail without harm.
        problem = f"exit {result.code} instead of {' or '.join(map(str, sorted(right)))}: {harness.tail(result.err)}"
        if result.code == 0:
            outcome, trouble = kills.judge(world, scenario, reference, folder)
            if not trouble and outcome in ("after", "ok") and call not in ("print", "write", "rename"):
                return outcome, None
    if problem:
        return "wrong", problem
    outcome, problem = kills.judge(world, scenario, reference, folder)
    if problem:
        return "wrong", f"exit {result.code} ({harness.tail(result.err, 100)}); {problem}"
    if result.code == 0 and outcome not in ("after", "ok"):
        return "wrong", f"exit 0, and the state is {outcome}"
    # What is printed after the last change is work, too.
    is_done = outcome == "after" and not scenario.goes_on
    if result.code > 0 and is_done and not harness.DONE.search(result.message) and call != "print":
        return "wrong", f"exit {result.code} after the work was done: {harness.tail(result.err)}"
    return outcome, None
