"""The commands that write, each with the folder it begins in and how it is run again when it was stopped."""

import os
import shutil
from dataclasses import dataclass, field

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


@dataclass
class Scenario:
    """A command in a folder.

    `again` is run where the command had no effect and must lead to the state after it (the command itself by
    default), `resume` where a training had finished some epochs, `later` where the command had done its work: it must
    succeed and change nothing. `goes_on` says that the command has more to do when it has changed its files.
    """

    name: str
    command: list
    again: list = None
    resume: list = None
    later: list = None
    setup: list = field(default_factory=list)
    share: float = 1.0
    goes_on: bool = False

    def __post_init__(self):
        self.again = self.again or self.command


def texts(folder):
    """Two short texts, made of the corpora that stand with the project, and a longer one."""
    with open(os.path.join(ROOT, "Corpora", "essays.txt"), encoding="utf-8") as file:
        lines = [line for line in file.read().split("\n")]
    with open(os.path.join(ROOT, "Corpora", "ferry-book.txt"), encoding="utf-8") as file:
        book = file.read()
    parts = {"a.txt": "\n".join(lines[:60]), "b.txt": "\n".join(lines[60:]), "book.txt": book}
    for name, text in parts.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text + "\n")
    # A file of the user's own, whose name a part of an exported file might bear.
    with open(os.path.join(folder, "out.arpa.partial"), "w", encoding="utf-8") as file:
        file.write("not to be touched\n")
    os.makedirs(os.path.join(folder, "other"), exist_ok=True)
    with open(os.path.join(folder, "other", "a.txt"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines[20:70]) + "\n")
    with open(os.path.join(folder, "other", "b.txt"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines[50:]) + "\n")


NETWORK = ["--hidden", "8", "--embedding", "4", "--epochs", "3", "--batch", "4", "--steps", "8", "--threads", "1"]
ONE = [["ingest", "a.db", "a.txt", "-q"]]
TWO = ONE + [["ingest", "a.db", "b.txt", "-q"]]
TRAINED = [
    ["train", "a.db", "tri", "--ngram", "mkn:3", "-q"],
    ["train", "a.db", "net", *NETWORK, "-q"],
]
MODELS = TWO + TRAINED
FILES = MODELS + [["export", "a.db", "tri", "tri.arpa"], ["export", "a.db", "net", "net.safetensors"]]
# Databases of other documents, made apart.
SHARDS = [
    ["ingest", "b.db", "b.txt", "-q"],
    ["ingest", "c.db", "book.txt", "-q"],
    ["train", "b.db", "tri", "--ngram", "mkn:2", "-q"],
]
INFO = ["info", "a.db"]
COMPARE = ["compare", "a.db", "--seeds", "2", "--resamples", "100", "--no-breakdowns", "--threads", "1"]

SCENARIOS = [
    Scenario("ingest-new", ["ingest", "a.db", "a.txt", "b.txt"], share=2),
    Scenario("ingest-book", ["ingest", "a.db", "book.txt", "--tokens", "characters"], share=0.5),
    Scenario("ingest-add", ["ingest", "a.db", "b.txt"], setup=ONE, share=2),
    Scenario("ingest-replace", ["ingest", "a.db", "--replace", "other/a.txt"], setup=MODELS, share=2),
    # Nothing is left of what was counted: a new file takes the place of the old one.
    Scenario("ingest-replace-all", ["ingest", "a.db", "--replace", "other/a.txt"], setup=ONE + TRAINED, share=2),
    Scenario("merge-new", ["merge", "a.db", "b.db", "c.db"], setup=SHARDS, share=2),
    Scenario("merge", ["merge", "a.db", "b.db", "c.db"], setup=ONE + TRAINED + SHARDS, share=2),
    Scenario("remove", ["remove", "a.db", "a.txt"], setup=MODELS, later=INFO, share=2),
    Scenario(
        "import-arpa-new", ["import", "new.db", "other", "tri.arpa"], setup=FILES, later=["info", "new.db"], share=2
    ),
    Scenario("import-arpa", ["import", "a.db", "other", "tri.arpa"], setup=FILES, later=INFO),
    Scenario(
        "import-arpa-replace",
        ["import", "a.db", "tri", "uni.arpa", "--replace"],
        setup=FILES + [["export", "a.db", "witten-bell:2", "uni.arpa"]],
        later=INFO,
    ),
    Scenario("import-safetensors", ["import", "a.db", "other", "net.safetensors"], setup=FILES, later=INFO),
    Scenario("train-ngram", ["train", "a.db", "base", "--ngram", "mkn:4"], setup=TWO, later=INFO),
    Scenario(
        "train-network",
        ["train", "a.db", "net", *NETWORK],
        setup=TWO,
        later=INFO,
        resume=["train", "a.db", "net", "--resume", "--epochs", "3"],
        share=3,
    ),
    Scenario(
        "train-replace",
        ["train", "a.db", "net", *NETWORK, "--seed", "2", "--replace"],
        setup=MODELS,
        later=INFO,
        resume=["train", "a.db", "net", "--resume", "--epochs", "3"],
    ),
    Scenario("compare", ["compare", "a.db", "--model", "mkn:2,tri,net", "--resamples", "100"], setup=MODELS, share=0.5),
    Scenario("compare-trains", COMPARE, setup=TWO, resume=COMPARE, share=0.5, goes_on=True),
    Scenario(
        "compare-svg",
        ["compare", "a.db", "--model", "mkn:2,tri", "--resamples", "100", "--svg", "c.svg"],
        setup=MODELS,
        share=0.5,
    ),
    Scenario(
        "export-arpa",
        ["export", "a.db", "tri", "out.arpa"],
        setup=MODELS,
        later=["export", "a.db", "tri", "out.arpa", "--force"],
    ),
    Scenario("export-over", ["export", "a.db", "mkn:2", "tri.arpa", "--force"], setup=FILES),
    Scenario(
        "export-safetensors",
        ["export", "a.db", "net", "out.safetensors"],
        setup=MODELS,
        later=["export", "a.db", "net", "out.safetensors", "--force"],
    ),
    Scenario("perplexity-tokens", ["perplexity", "a.db", "--model", "tri", "--tokens-out", "t.tsv"], setup=MODELS),
    Scenario("zipf-svg", ["zipf", "a.db", "--bootstraps", "5", "--svg", "z.svg"], setup=TWO, share=0.5),
    Scenario("growth-svg", ["growth", "a.db", "--svg", "g.svg"], setup=TWO, share=0.5),
    Scenario("frequencies", ["frequencies", "a.db", "--order", "2"], setup=TWO, share=0.5),
    Scenario("info", ["info", "a.db"], setup=MODELS, share=0.5),
]
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}


def copy(template, folder):
    """The folder a scenario begins in, made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
