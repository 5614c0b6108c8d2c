"""Damaged input of every kind that the command reads, each run under a time limit.

A run is wrong if it ends by a signal, hangs, blames itself, prints what a terminal would obey, or takes a damaged
archive for a text; and if what it took does not keep the laws that every corpus and every model keeps.
"""

import os
import random
import shutil

import harness
import input_archives
import input_models
import input_tables
import input_texts
import packing
import scenarios

# Makers of cases: (generator, bases) to (files, commands, judge of the last command's run or nothing).
KINDS = {
    "texts": input_texts.texts,
    "arpa": input_models.arpa,
    "safetensors": input_models.safetensors,
    "frequencies": input_tables.frequencies,
    "stimuli": input_tables.stimuli,
    "vocabularies": input_texts.vocabularies,
    "archives": input_archives.archives,
}


class Kind:
    """Cases of one kind of input: a number each, from which everything is drawn."""

    NEEDS_SCENARIOS = False

    def __init__(self, name):
        self.name = name
        self.make = KINDS[name]

    def cases(self, world, generator):
        """Numbers without end."""
        while True:
            yield f"{generator.getrandbits(40):010x}"

    def prepare(self, world):
        """Makes the undamaged files, once for all kinds."""
        world.bases = getattr(world, "bases", None) or Bases(world)

    def run(self, world, case):
        """Outcome and what is wrong."""
        generator = random.Random(f"{self.name}:{case}")
        folder = world.place("work")
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        files, commands, judge = self.make(generator, world.bases)
        for name, data in files.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        shutil.copyfile(os.path.join(world.bases.folder, "a.db"), os.path.join(folder, "a.db"))
        result = None
        for command in commands:
            result = world.gram_in(folder, command)
            problem = harness.broken(result)
            if problem:
                return "wrong", f"gram {harness.written(command)}: {problem}"
            if result.code != 0:
                break
        problem = judge(folder, result) if judge and result.code == 0 else None
        if problem:
            return "wrong", f"gram {harness.written(result.arguments[1:])}: {problem}"
        return "refused" if result.code else "ok", None


class Bases:
    """The undamaged files."""

    def __init__(self, world):
        self.folder = os.path.join(world.folder, "bases")
        os.makedirs(self.folder)
        scenarios.texts(self.folder)
        for command in scenarios.FILES + [["export", "a.db", "witten-bell:2", "bi.arpa"]]:
            result = world.gram_in(self.folder, command)
            if result.code != 0:
                raise SystemExit(f"the setup fails: {harness.written(result.arguments)}\n{result.err.decode()}")
        self.text = self.read("a.txt")
        self.arpas = [self.read("tri.arpa"), self.read("bi.arpa"), input_models.SMALL_ARPA]
        self.safetensors = self.read("net.safetensors")
        folder = os.path.join(scenarios.ROOT, "Corpora", "scripts")
        self.scripts = []
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), "rb") as file:
                self.scripts.append(file.read())
        self.archives = packing.samples(self.text, self.read("b.txt"))

    def read(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()
