"""What all cases share, made once: the shim, each scenario's folder before and after it, and what it calls."""

import os
import struct
import subprocess
import time

import harness
import scenarios
import state

HERE = os.path.dirname(os.path.abspath(__file__))
CALLS = [
    "change",
    "open",
    "create",
    "read",
    "write",
    "sync",
    "truncate",
    "rename",
    "link",
    "unlink",
    "map",
    "lock",
    "unlock",
    "status",
    "close",
    "list",
    "print",
]


class Reference:
    """A scenario's two states, and its calls."""

    def __init__(self, template):
        self.template = template
        self.before = self.after = None
        self.files_after = self.counts = None
        self.seconds = 0.0


class World:
    """Paths and references; made in one process and inherited by the others."""

    def __init__(self, gram, folder, seed):
        self.gram = os.path.abspath(gram)
        self.folder = folder
        self.seed = seed
        self.shim = os.path.join(folder, "shim.so")
        self.references = {}
        self.problems = []
        subprocess.run(
            ["cc", "-O1", "-shared", "-fPIC", "-o", self.shim, os.path.join(HERE, "shim.c"), "-ldl"], check=True
        )

    def place(self, name):
        """A folder of this process's own."""
        return os.path.join(self.folder, f"{name}-{os.getpid()}")

    def shimmed(self, folder, counts=None, call=None, at=0, act=None, always=False, log=None):
        """The environment that makes the shim act."""
        variables = {"LD_PRELOAD": self.shim, "SHIM_FOLDER": folder}
        if counts:
            with open(counts, "wb") as file:
                file.write(bytes(4 * len(CALLS)))
            variables["SHIM_COUNTS"] = counts
        if call:
            variables.update(SHIM_CALL=call, SHIM_AT=str(at), SHIM_ACT=str(act))
        if log:
            variables["SHIM_LOG"] = log
        if always:
            variables["SHIM_ALWAYS"] = "1"
        return variables

    def gram_in(self, folder, arguments, **options):
        return harness.run([self.gram, *arguments], folder, **options)

    def prepare(self, names):
        """Makes the folders of scenarios, runs each twice, and notes what is not the same both times."""
        made = {}
        for name in names:
            scenario = scenarios.BY_NAME[name]
            key = repr(scenario.setup)
            if key not in made:
                template = os.path.join(self.folder, f"template-{len(made)}")
                os.makedirs(template)
                scenarios.texts(template)
                for command in scenario.setup:
                    result = self.gram_in(template, command)
                    if result.code != 0:
                        raise SystemExit(f"the setup fails: {harness.written(result.arguments)}\n{result.err.decode()}")
                made[key] = template
            self._refer(scenario, made[key])

    def _refer(self, scenario, template):
        reference = Reference(template)
        folder, scratch = self.place("work"), self.place("scratch")
        reference.before = state.snapshot(template, scratch)
        for turn in range(2):
            scenarios.copy(template, folder)
            counts = self.place("counts")
            started = time.monotonic()
            result = self.gram_in(folder, scenario.command, environment=self.shimmed(folder, counts) if turn else None)
            reference.seconds = time.monotonic() - started
            if result.code != 0:
                self.problems.append(f"{scenario.name}: exit {result.code}: {harness.tail(result.err)}")
                return
            after = state.snapshot(folder, scratch)
            if turn and after != reference.after:
                self.problems.append(f"{scenario.name}: two runs differ in {state.differences(reference.after, after)}")
            for name in sorted(set(reference.before) - set(after)) if turn else []:
                self.problems.append(f"{scenario.name}: {name} is gone")
            reference.after = after
            reference.files_after = sorted(os.listdir(folder))
            with open(counts, "rb") if turn else open(os.devnull, "rb") as file:
                numbers = file.read()
            if turn:
                reference.counts = dict(zip(CALLS, struct.unpack(f"<{len(CALLS)}I", numbers)))
        self.references[scenario.name] = reference
