"""What the tests of the job share: texts, the command, dumps, and where Spark is."""

import collections
import hashlib
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import unittest
from collections.abc import Iterator

sys.dont_write_bytecode = True
CLUSTER = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CLUSTER))
GRAM = CLUSTER.parent / ".build/release/gram"
TABLES = [
    "setting", "document", "metadata", "type", "segment_block", "text_block", "unigram", "bigram", "trigram",
    "spectrum", "frequent",
]  # fmt: skip


def require(holds: bool, what: str) -> None:
    """Skips where something is missing; in continuous integration that is a failure."""
    if not holds:
        if os.environ.get("CI"):
            raise AssertionError(f"{what} is missing, and in continuous integration nothing is skipped")
        raise unittest.SkipTest(f"{what} is missing")


def require_spark() -> None:
    """Spark, Java, and the command."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        require(False, "pyspark")
    require(shutil.which("java") is not None or "JAVA_HOME" in os.environ, "java")
    require(GRAM.exists(), str(GRAM))


def gram(*arguments: object) -> str:
    """What the command prints."""
    command = [str(GRAM), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def dump(path: pathlib.Path) -> dict[str, str]:
    """For each table a hash of its rows, and the schema; the time of ingest is left out, as is the schema's order."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        found = {}
        for table in TABLES:
            names = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[1] != "ingested_at"]
            hashed = hashlib.sha256()
            for row in db.execute(f"SELECT {', '.join(names)} FROM {table}"):
                hashed.update(repr(row).encode())
            found[table] = hashed.hexdigest()
        found["schema"] = str(sorted(map(str, db.execute("SELECT type, name, sql FROM sqlite_schema"))))
        found["integrity"] = db.execute("PRAGMA integrity_check").fetchone()[0]
        for name in ("page_size", "user_version", "application_id"):
            found[name] = str(db.execute(f"PRAGMA {name}").fetchone()[0])
    return found


def naive_counts(path: pathlib.Path, order: int) -> collections.Counter[tuple[str, ...]]:
    """The n-grams of the stream of a database, `<s>` and `</s>` among them, counted one by one."""
    counts: collections.Counter[tuple[str, ...]] = collections.Counter()
    for segment in segments(path):
        for start in range(len(segment) - order + 1):
            counts[tuple(segment[start : start + order])] += 1
    return counts


def segments(path: pathlib.Path) -> Iterator[list[str]]:
    """The segments of a database with their markers."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        types = [text for (text,) in db.execute("SELECT text FROM type ORDER BY id")]
        segment = ["<s>"]
        for (blob,) in db.execute("SELECT ids FROM segment_block ORDER BY document, split, block"):
            for place in range(0, len(blob), 4):
                segment.append(types[int.from_bytes(blob[place : place + 4], "little")])
                if segment[-1] == "</s>":
                    yield segment
                    segment = ["<s>"]


def texts(folder: pathlib.Path, seed: int, count: int = 9, lines: int = 60) -> pathlib.Path:
    """Makes a folder of unlike texts: long, short, of one line; frequent words, rare ones, `<unk>`, other scripts."""
    generator = random.Random(seed)
    words = ["of", "the", "whale", "sea", "d’accord", "naïve", "Straße", "海", "<unk>", "a", "𝔘", "zz top"]
    for number in range(count):
        path = folder / ("deep/er" if number % 3 == 0 else "") / f"text {number:02}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = []
        for _ in range(1 + generator.randrange(lines)):
            row = [
                generator.choice(words) if generator.random() < 0.7 else f"w{generator.randrange(400)}"
                for _ in range(generator.randrange(1, 30))
            ]
            rows.append(" ".join(["of", "the"] * generator.randrange(4) + row))
        path.write_text(("\n" if number != 4 else " ").join(rows) + "\n", encoding="utf-8")
    (folder / ".hidden.txt").write_text("hidden words\n")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder
