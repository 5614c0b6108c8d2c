"""Damaged input of every kind that the command reads, each run under a time limit.

A run is wrong if it ends by a signal, hangs, blames itself, prints what a terminal would obey, or takes a damaged
archive for a text; and if what it took does not keep the laws that every corpus and every model keeps.
"""

import hashlib
import json
import os
import random
import shutil
import sqlite3
import struct

import harness
import mutation
import packing
import scenarios

KINDS = {}


def kind(function):
    """Registers a maker of cases under its name: (generator, bases) to (files, commands, judge)."""
    KINDS[function.__name__] = function
    return function


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
        for link in ("a.db",):
            shutil.copyfile(os.path.join(world.bases.folder, link), os.path.join(folder, link))
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
        self.arpas = [self.read("tri.arpa"), self.read("bi.arpa"), SMALL_ARPA]
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


SMALL_ARPA = b"""\\data\\
ngram 1=5
ngram 2=4

\\1-grams:
-0.7\t<unk>
-99\t<s>\t-0.3
-0.6\t</s>
-0.5\ta\t-0.2
-0.9\tb\t-0.1

\\2-grams:
-0.3\t<s> a
-0.4\ta b
-0.5\tb </s>
-0.6\ta </s>

\\end\\
"""


def damaged(generator, data, separators=b"\t ,"):
    """Bytes damaged in one way or another."""
    if generator.random() < 0.5:
        return mutation.lines_of(generator, data, separators)
    return mutation.bytes_of(generator, data, mutation.PIECES + mutation.EDGES)


def corpus_laws(path):
    """What holds in every corpus: what is counted is what stands in the text. Nothing if it holds."""
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            checked = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if checked != "ok":
                return f"integrity_check: {checked}"
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'unigram'").fetchone():
                return None
            words = connection.execute("SELECT ifnull(sum(n), 0) FROM unigram WHERE w1 NOT IN (1, 2)").fetchone()[0]
            tokens = connection.execute("SELECT ifnull(sum(tokens), 0) FROM segment_block").fetchone()[0]
            if words != tokens:
                return f"{tokens} tokens and {words} unigrams"
            wrong = connection.execute(
                "SELECT count(*) FROM (SELECT w1, sum(n) AS n FROM unigram WHERE split < 3 AND w1 <> 2 GROUP BY w1) AS u"
                " WHERE n <> (SELECT sum(b.n) FROM bigram AS b WHERE b.split < 3 AND b.w1 = u.w1)").fetchone()[0]
            if wrong:
                return f"the bigrams of {wrong} words do not add up to the word's count"
        finally:
            connection.close()
    except sqlite3.Error as error:
        return str(error)
    return None


@kind
def texts(generator, bases):
    """Texts in every encoding, damaged or not, with every way of cutting them."""
    data = generator.choice([bases.text[:3000], *bases.scripts])
    if generator.random() < 0.5:
        start = generator.randrange(len(data))
        data = data[start:start + generator.randint(1, 2000)]
    text = data.decode("utf-8", "ignore")
    encoding = generator.choice(["utf-8"] * 4 + ["utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "cp1251", "shift_jis"])
    data = text.encode(encoding, "replace")
    if generator.random() < 0.1:
        data = bytes(generator.randrange(256) for _ in range(generator.randint(0, 400)))
    elif generator.random() < 0.9:
        data = damaged(generator, data, b" \t.")
    options = []
    for option, values in {
        "--tokens": ["words", "whitespace", "characters"], "--case": ["lower", "preserve", "fold"],
        "--normalize": ["nfc", "none"], "--segments": ["auto", "lines", "sentences", "paragraphs", "document"],
        "--encoding": ["utf-8", "latin1", "windows-1252", "utf-16"], "--shares": ["8,1,1", "1,0,0", "1,1,1", "0,0,1"],
        "--min-count": ["1", "2"], "--format": ["table", "json", "csv"],
    }.items():
        if generator.random() < 0.3:
            options += [option, generator.choice(values)]
    for option, share in (("--lossy", 0.5), ("--letters-only", 0.1), ("--keep-punctuation", 0.2)):
        if generator.random() < share:
            options.append(option)
    turn = generator.random()
    if turn < 0.65:
        further = generator.choice([
            ["info", "n.db"], ["frequencies", "n.db"], ["vocabulary", "n.db"], ["frequencies", "n.db", "--format", "json"],
            ["perplexity", "n.db", "--model", "witten-bell:2"], ["next", "n.db"], ["diversity", "n.db"],
            ["generate", "n.db", "--model", "witten-bell:2", "--length", "20"], ["growth", "n.db"],
            ["zipf", "n.db", "--bootstraps", "0"], ["tokenize", "n.db", "--file", "t.txt"],
        ])
        commands = [["ingest", "n.db", "t.txt", *options]]
        # What a text is too short for is no fault, so its exit code is not asked for.
        return {"t.txt": data}, commands + [further], lambda folder, _: corpus_laws(os.path.join(folder, "n.db"))
    if turn < 0.75:
        commands = [["ingest", "a.db", "t.txt", "--lossy"], ["info", "a.db"], ["remove", "a.db", "t.txt"]]
        return {"t.txt": data}, commands, lambda folder, _: corpus_laws(os.path.join(folder, "a.db"))
    command = generator.choice([
        ["tokenize", "a.db", "--file", "t.txt"], ["perplexity", "a.db", "--model", "tri", "--file", "t.txt"],
        ["perplexity", "a.db", "--model", "mkn:2,net", "--file", "t.txt", "--tokens-out", "-"],
        ["surprisal", "a.db", "--model", "tri", "--file", "t.txt"],
        ["surprisal", "a.db", "--model", "tri", "--file", "t.txt", "--each-line", "--format", "json"],
    ])
    return {"t.txt": data}, [command], None


@kind
def arpa(generator, bases):
    """ARPA files. What is imported must give perplexities that probabilities can give."""
    data = generator.choice(bases.arpas)
    if len(data) > 20000 and generator.random() < 0.7:
        data = bases.arpas[2]
    data = _other_numbers(generator, data) if generator.random() < 0.5 else damaged(generator, data, b"\t =")
    database = generator.choice(["n.db", "n.db", "a.db"])
    text = generator.choice(["a b", "the a b </s> x", "of the ferry"])
    commands = [
        ["import", database, "x", "x.arpa"],
        ["perplexity", database, "--model", "x", "--text", text, "--format", "json"],
    ]

    def judge(folder, result):
        for row in json.loads(result.out)["rows"]:
            for key, value in row.items():
                if key.startswith("perplexity") and value is not None and value < 0.999999:
                    return f"{key} is {value}"
        return None

    return {"x.arpa": data}, commands, judge


def _other_numbers(generator, data):
    """An ARPA file that keeps its form: other numbers, words, or n-grams fewer and more, the head true to them."""
    lines = data.split(b"\n")
    rows = [at for at, line in enumerate(lines) if b"\t" in line]
    for _ in range(generator.choice([1, 1, 2, 5])):
        at = generator.choice(rows)
        fields = lines[at].split(b"\t")
        order = len(fields[1].split(b" ")) if len(fields) > 1 else 1
        action = generator.randrange(8)
        number = generator.choice(mutation.EDGES[:22] + [b"%.6g" % generator.uniform(-12, 0.2)])
        change = 0
        if action < 3:
            fields[0] = number
        elif action < 5:
            fields[2:] = [number]
        elif action == 5 and len(fields) > 1:
            words = fields[1].split(b" ")
            words[generator.randrange(len(words))] = generator.choice(mutation.PIECES)
            fields[1] = b" ".join(words)
        else:
            change = generator.choice([-1, -1, 1])
        lines[at] = b"\t".join(fields)
        if change:
            head = next((n for n, line in enumerate(lines) if line.startswith(b"ngram %d=" % order)), None)
            if head is not None:
                lines[head] = b"ngram %d=%d" % (order, int(lines[head].split(b"=")[1]) + change)
            lines[at:at + 1] = [lines[at]] * (1 + change)
            rows = [at for at, line in enumerate(lines) if b"\t" in line] or [0]
    return b"\n".join(lines)


@kind
def safetensors(generator, bases):
    """Networks' files: the head as JSON and as bytes, and the tensors."""
    data = bases.safetensors
    size = int.from_bytes(data[:8], "little")
    way = generator.randrange(5)
    if way == 0:
        data = mutation.bytes_of(generator, data)
    elif way == 4:
        weights = bytearray(data)
        for _ in range(generator.choice([1, 3, 100])):
            at = 8 + size + 4 * generator.randrange((len(data) - 8 - size) // 4)
            value = generator.choice([float("nan"), float("inf"), -float("inf"), 3e38, -3e38, 1e-45, 0.0, 1e4])
            weights[at:at + 4] = struct.pack("<f", value)
        data = bytes(weights)
    elif way == 1:
        head = mutation.bytes_of(generator, data[8:8 + size], mutation.EDGES + mutation.PIECES)
        data = len(head).to_bytes(8, "little") + head + data[8 + size:]
    else:
        head = json.loads(data[8:8 + size])
        for _ in range(generator.randint(1, 3)):
            _damage_json(generator, head)
        encoded = json.dumps(head).encode()
        data = len(encoded).to_bytes(8, "little") + encoded + data[8 + size:]
        if generator.random() < 0.2:
            data += bytes(generator.randrange(1, 100))
    commands = [
        ["import", "a.db", "x", "x.safetensors"],
        ["perplexity", "a.db", "--model", "x", "--text", "the ferry", "--format", "json"],
    ]
    return {"x.safetensors": data}, commands, None


def _damage_json(generator, value):
    """Changes one thing somewhere within a JSON object or array."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = generator.choice(keys)
        if isinstance(value[key], (dict, list)) and value[key] and generator.random() < 0.7:
            value = value[key]
            continue
        break
    edges = [
        0, 1, -1, 0.5, 2**31, 2**32, 2**53, 2**63, 2**63 - 1, -(2**63), 10**30, 1e308, None, True, "", "F32", "BF16",
        "F16", "I64", "x" * 300, "\x1b[31m\u202e", [], {}, [0, 0], [2**62, 4], [-1, -1], [[1]], "[]", "[\"a\", \"a\"]",
    ]
    action = generator.randrange(4)
    if action == 0:
        del value[key]
    elif action == 1 and isinstance(value[key], int) and not isinstance(value[key], bool):
        value[key] += generator.choice([-4, -1, 1, 4, 8, 256])
    elif action == 2 and isinstance(value, dict) and len(value) > 1:
        value[key] = value[generator.choice(list(value))]
    else:
        value[key] = generator.choice(edges)


@kind
def frequencies(generator, bases):
    """Lists of frequencies."""
    way = generator.randrange(5)
    counts = sorted((int(generator.paretovariate(1.0)) for _ in range(generator.randint(1, 300))), reverse=True)
    if way == 0:
        data = "\n".join(map(str, counts))
    elif way == 1:
        data = "\n".join(f"{count}\t{generator.randint(1, 50)}" for count in sorted(set(counts)))
    elif way == 2:
        data = "word\tcount\n" + "\n".join(f"w{at}\t{count}" for at, count in enumerate(counts))
    elif way == 3:
        data = "\n".join(f"{count} w{at}" for at, count in enumerate(counts))
    else:
        # Numbers as large as they go, one a line or with as many types.
        large = [2**31, 2**32, 3 * 10**9, 2**53, 2**62, 2**63 - 1, 10**12, 10**6, *counts[:5]]
        rows = [generator.choice(large) for _ in range(generator.randint(1, 6))]
        if generator.random() < 0.5:
            data = "\n".join(f"{row}\t{generator.choice([1, 2, generator.choice(large)])}" for row in sorted(set(rows)))
        else:
            data = "\n".join(map(str, rows))
    data = data.encode() + b"\n"
    if way != 4:
        data = damaged(generator, data)
    command = ["zipf", "--frequencies", "f.txt", "--bootstraps", generator.choice(["0", "0", "3"])]
    if generator.random() < 0.2:
        command.append("--independent-halves")
    if generator.random() < 0.3:
        command += ["--format", generator.choice(["json", "csv"])]
    if generator.random() < 0.1:
        command += ["--html", "z.html"]
    return {"f.txt": data}, [command], None


@kind
def stimuli(generator, bases):
    """Tables of stimuli, by texts and by words, with their quotes and separators."""
    words = bases.text[:2000].decode().split()
    separator = generator.choice([",", ",", "\t", ";"])
    rows = []
    if generator.random() < 0.5:
        rows.append(separator.join(["item", "condition", "text"]))
        for item in range(generator.randint(0, 6)):
            text = " ".join(generator.choices(words, k=generator.randint(0, 8))).replace('"', '""')
            rows.append(separator.join([str(item), generator.choice("ab"), f'"{text}"']))
    else:
        rows.append(separator.join(["item", "word", "region"]))
        for item in range(generator.randint(0, 4)):
            for word in generator.choices(words, k=generator.randint(1, 5)):
                word = '"' + word.replace('"', '""') + '"'
                rows.append(separator.join([str(item), word, str(generator.randint(1, 4))]))
    data = "\n".join(rows).encode() + b"\n"
    turn = generator.random()
    if turn < 0.4:
        # Within a cell, so that the table stays one.
        at = generator.randrange(data.index(b"\n"), len(data))
        piece = generator.choice(mutation.PIECES).replace(b'"', b'""')
        data = data[:at] + piece + data[at:]
    elif turn < 0.9:
        data = damaged(generator, data, separator.encode())
    name = generator.choice(["s.csv", "s.csv", "s.tsv", "s.txt"])
    command = ["surprisal", "a.db", "--file", name, "--model", generator.choice(["tri", "mkn:2", "net", "tri,net"])]
    if generator.random() < 0.5:
        command += ["--format", generator.choice(["json", "jsonl", "csv", "tsv"])]
    return {name: data}, [command], None


@kind
def vocabularies(generator, bases):
    """Lists of words."""
    words = sorted(set(bases.text.split()))
    data = b"\n".join(generator.sample(words, generator.randint(0, 60))) + b"\n"
    data = damaged(generator, data)
    command = generator.choice([
        ["ingest", "n.db", "t.txt", "--vocabulary", "v.txt"],
        ["perplexity", "a.db", "--model", "witten-bell:2", "--vocabulary", "v.txt"],
        ["compare", "a.db", "--model", "laplace:1,mkn:2", "--vocabulary", "v.txt", "--resamples", "100"],
        ["train", "a.db", "v", "--ngram", "witten-bell:2", "--vocabulary", "v.txt"],
    ])
    return {"v.txt": data, "t.txt": bases.text}, [command], None


@kind
def archives_(generator, bases):
    """Archives and compressed files; where a checksum guards the text, only the text itself may be read."""
    name, data, texts, is_guarded = generator.choice(bases.archives)
    if generator.random() < 0.6:
        data = bytearray(data)
        at = generator.randrange(len(data))
        data[at] ^= generator.choice([1 << generator.randrange(8), 0xFF])
        data = bytes(data)
    else:
        data = mutation.bytes_of(generator, data)
    hashes = {hashlib.sha256(text).hexdigest() for text in texts}

    def judge(folder, result):
        path = os.path.join(folder, "n.db")
        problem = corpus_laws(path)
        if problem:
            return problem
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            found = [row[0] for row in connection.execute("SELECT sha256 FROM document")]
        finally:
            connection.close()
        if is_guarded and not set(found) <= hashes:
            return f"exit 0, and the text of the damaged {name} is another one"
        if is_guarded and len(found) < len(hashes) and not result.err.strip():
            return f"exit 0, and {len(found)} of {len(hashes)} texts of the damaged {name} are read without a word"
        return None

    return {name: data}, [["ingest", "n.db", name]], judge


KINDS["archives"] = KINDS.pop("archives_")
