"""Company: readers during writers, writers that are killed meanwhile, and two writers at once.

A reader's output is that of one of the two states between which the writer goes, never a mixture; two writers leave
what one after the other leaves; and who has to wait for too long is told to try again.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import time

import harness
import scenarios
import state

NAME = "readers"
NEEDS_SCENARIOS = False

READERS = [
    ["info", "a.db", "--format", "json"],
    ["perplexity", "a.db", "--model", "mkn:2"],
    ["frequencies", "a.db", "--order", "2", "--limit", "0", "--format", "json"],
    ["next", "a.db", "the", "--model", "witten-bell:2", "--format", "json"],
    ["zipf", "a.db", "--bootstraps", "2", "--format", "json"],
    ["compare", "a.db", "--model", "mkn:2,laplace:1", "--resamples", "100", "--format", "json"],
    ["probability", "a.db", "of", "--model", "mkn:2,laplace:2"],
    ["export", "a.db", "mkn:2", "-"],
]
# Who goes to and fro: by changing the file, and, of all documents, by a new one that takes its place.
WRITERS = {
    "beside": [["ingest", "a.db", "--replace", "a.txt", "-q"], ["ingest", "a.db", "--replace", "other/a.txt", "-q"]],
    "replacing": [
        ["ingest", "a.db", "--replace", "a.txt", "b.txt", "-q"],
        ["ingest", "a.db", "--replace", "other/a.txt", "other/b.txt", "-q"],
    ],
}
NETWORK = [*scenarios.NETWORK]

# Pairs of writers, and what each begins with.
PAIRS = {
    "train-train": (
        scenarios.TWO,
        ["train", "a.db", "net", *NETWORK],
        ["train", "a.db", "net", *NETWORK, "--seed", "2"],
    ),
    "train-ngram": (
        scenarios.TWO,
        ["train", "a.db", "base", "--ngram", "mkn:3"],
        ["train", "a.db", "base", "--ngram", "mkn:2"],
    ),
    "train-ingest": (scenarios.ONE, ["train", "a.db", "net", *NETWORK], ["ingest", "a.db", "b.txt"]),
    "ngram-replace": (
        scenarios.TWO,
        ["train", "a.db", "base", "--ngram", "mkn:3"],
        ["ingest", "a.db", "--replace", "other/a.txt"],
    ),
    # The text of the train split stays, so that no epoch may be lost; the ingest makes a new file.
    "train-replacing": (
        [["ingest", "a.db", "--train", "a.txt", "-q"]],
        ["train", "a.db", "net", *NETWORK],
        ["ingest", "a.db", "--test", "b.txt"],
    ),
    "ngram-replacing": (
        [["ingest", "a.db", "--train", "a.txt", "-q"]],
        ["train", "a.db", "base", "--ngram", "mkn:3"],
        ["ingest", "a.db", "--test", "b.txt"],
    ),
    "resume-ingest": (
        scenarios.ONE + [["train", "a.db", "net", *NETWORK, "-q"]],
        ["train", "a.db", "net", "--resume", "--epochs", "5"],
        ["ingest", "a.db", "b.txt"],
    ),
    "new-new": ([], ["ingest", "a.db", "a.txt"], ["ingest", "a.db", "b.txt"]),
    "new-import": ([], ["ingest", "a.db", "a.txt"], ["import", "a.db", "x", "x.arpa"]),
    "add-add": (scenarios.ONE, ["ingest", "a.db", "b.txt"], ["ingest", "a.db", "book.txt"]),
    "add-remove": (scenarios.TWO, ["ingest", "a.db", "book.txt"], ["remove", "a.db", "a.txt"]),
    "export-export": (
        scenarios.MODELS,
        ["export", "a.db", "tri", "x.arpa", "--force"],
        ["export", "a.db", "mkn:2", "x.arpa", "--force"],
    ),
}


def unmeasured(result):
    """Output without measured times."""
    text = result.out + b"\n--\n" + result.err
    text = re.sub(rb'("[a-z_]*second[a-z_]*": )[-0-9.e+nul]+', rb"\1-", text)
    # The time of day, and the size of the file, which keeps room for what was in it.
    return re.sub(rb'("ingested_at": )"[^"]*"|(\n  "bytes": )\d+', rb"\1\2-", text)


def prepare(world):
    """The two states of the readers' databases, with what each reader says of them; what pairs leave in turn."""
    world.readers_folder, world.readers_say = {}, {}
    for kind, writers in WRITERS.items():
        folder = world.readers_folder[kind] = os.path.join(world.folder, f"readers-{kind}")
        os.makedirs(folder)
        scenarios.texts(folder)
        for command in [*scenarios.TWO, *writers[::-1], *writers[::-1], *writers[::-1]]:
            must(world, folder, command)
        said = world.readers_say[kind] = {repr(reader): [] for reader in READERS}
        # Types keep the order in which texts brought them, so that the states repeat from the second turn on.
        for writer in writers[::-1]:
            must(world, folder, writer)
            for reader in READERS:
                said[repr(reader)].append(unmeasured(must(world, folder, reader)))
    world.pairs = {}
    for name, (setup, first, second) in PAIRS.items():
        template = os.path.join(world.folder, f"pair-{name}")
        os.makedirs(template)
        scenarios.texts(template)
        if name == "new-import":
            with open(os.path.join(template, "x.arpa"), "wb") as file:
                import input_models

                file.write(input_models.SMALL_ARPA)
        for command in setup:
            must(world, template, command)
        states = []
        for order in ([first], [second], [first, second], [second, first]):
            turn = world.place("work")
            scenarios.copy(template, turn)
            for command in order:
                world.gram_in(turn, command)
            states.append(state.snapshot(turn, world.place("scratch")))
        world.pairs[name] = (template, states)


def must(world, folder, command):
    """Runs a command that has to succeed."""
    result = world.gram_in(folder, command)
    if result.code != 0:
        raise SystemExit(f"the setup fails: {harness.written(result.arguments)}\n{result.err.decode()}")
    return result


def cases(world, generator):
    """Rounds of all kinds, without end."""
    kinds = [*WRITERS, *WRITERS, *[f"{kind}-killed" for kind in WRITERS], *PAIRS]
    while True:
        yield f"{generator.choice(kinds)}:{generator.getrandbits(32)}"


def run(world, case):
    """Outcomes of a round, each with what is wrong."""
    kind, seed = case.split(":")
    generator = random.Random(f"{kind}:{seed}")
    folder = world.place("work")
    if kind in PAIRS:
        return pair(world, kind, generator, folder)
    shutil.rmtree(folder, ignore_errors=True)
    writers = kind.removesuffix("-killed")
    shutil.copytree(world.readers_folder[writers], folder)
    return company(world, generator, folder, writers, kills=kind != writers)


def start(world, folder, command):
    """Starts a command; its output goes to a file, so that no pipe fills."""
    name = os.path.join(world.folder, f"out-{os.getpid()}-{time.monotonic_ns()}")
    out, err = open(name + ".out", "w+b"), open(name + ".err", "w+b")
    process = subprocess.Popen(
        [world.gram, *command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=err,
        env={**harness.VARIABLES, "HOME": folder},
    )
    os.unlink(name + ".out")
    os.unlink(name + ".err")
    return process, out, err, time.monotonic(), command


def finish(world, started):
    """The run of a process that has ended."""
    process, out, err, began, command = started
    out.seek(0)
    err.seek(0)
    result = harness.Run([world.gram, *command], process.returncode, out.read(), err.read(), time.monotonic() - began)
    out.close()
    err.close()
    return result


def company(world, generator, folder, kind, kills):
    """Eight readers, over and over, while a writer goes to and fro for two seconds."""
    results = []
    until = time.monotonic() + 2
    turn = 0
    writers = WRITERS[kind]
    writer = start(world, folder, writers[turn])
    dies = time.monotonic() + generator.uniform(0, 0.08)
    readers = [start(world, folder, reader) for reader in READERS]
    while readers or writer:
        time.sleep(0.002)
        now = time.monotonic()
        if writer:
            if kills and writer[0].poll() is None and now > dies:
                writer[0].send_signal(signal.SIGKILL)
            if writer[0].poll() is not None:
                result = finish(world, writer)
                problem = harness.broken(result, is_killed=kills)
                if not problem and result.code not in (0, 75, -signal.SIGKILL):
                    problem = f"exit {result.code}: {harness.tail(result.err)}"
                results.append(
                    ("wrong", f"the writer: {problem}") if problem else ("ok" if result.code == 0 else "refused", None)
                )
                turn += result.code == 0
                writer = start(world, folder, writers[turn % 2]) if now < until else None
                dies = now + generator.uniform(0, 0.08)
        for at, reader in enumerate(readers):
            if reader[0].poll() is None:
                if now - reader[3] > harness.TIME_LIMIT:
                    reader[0].kill()
                    results.append(("wrong", f"{' '.join(reader[4])}: no end within 20 s"))
                    readers[at] = None
                continue
            result = finish(world, reader)
            results.append(read(world, kind, reader[4], result))
            readers[at] = start(world, folder, reader[4]) if now < until else None
        readers = [reader for reader in readers if reader]
    return results


def read(world, kind, command, result):
    """Whether a reader saw one of the two states."""
    problem = harness.broken(result)
    said = world.readers_say[kind][repr(command)]
    if not problem and result.code == 75:
        return "refused", None
    if not problem and result.code != 0:
        problem = f"exit {result.code}: {harness.tail(result.err)}"
    if not problem and unmeasured(result) not in said:
        halves = [result.out == text.split(b"\n--\n")[0] for text in said]
        problem = (
            "the output is that of neither state" if not any(halves) else "the line of provenance is of another state"
        )
    return ("wrong", f"{' '.join(command)}: {problem}") if problem else ("ok", None)


def pair(world, name, generator, folder):
    """Two writers, the second a moment later."""
    template, states = world.pairs[name]
    _, first, second = PAIRS[name]
    scenarios.copy(template, folder)
    both = [first, second]
    generator.shuffle(both)
    running = [start(world, folder, both[0])]
    time.sleep(generator.uniform(0, 0.06))
    running.append(start(world, folder, both[1]))
    codes = []
    for one in running:
        try:
            one[0].wait(harness.TIME_LIMIT)
        except subprocess.TimeoutExpired:
            one[0].kill()
            one[0].wait()
            return [("wrong", f"{' '.join(one[4])}: no end within 20 s")]
        result = finish(world, one)
        problem = harness.broken(result)
        if problem:
            return [("wrong", f"{' '.join(one[4])}: {problem}")]
        codes.append(result.code)
    now = state.snapshot(folder, world.place("scratch"))
    told = f"{' '.join(both[0])} (exit {codes[0]}) beside {' '.join(both[1])} (exit {codes[1]})"
    if now not in states and not any(state.epochs_between(now, a, b) for a in states for b in states):
        apart = min((state.differences(other, now) for other in states), key=len)
        return [("wrong", f"{told}: the state is that of no order of the two: {apart}")]
    left = [name for name in os.listdir(folder) if name not in now and os.path.isfile(os.path.join(folder, name))]
    if left:
        return [("wrong", f"{told}: {', '.join(left)} left over")]
    if (
        codes == [0, 0]
        and now in states[:2]
        and states[0] != states[2]
        and states[1] != states[3]
        and now not in states[2:]
    ):
        return [("wrong", f"{told}: both say that they did their work, and the state is that of one of them")]
    return [("ok", None)]
