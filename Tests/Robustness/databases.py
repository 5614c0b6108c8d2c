#!/usr/bin/env python3
"""Databases that were damaged: whatever is in one, a command ends with an answer or an error that says why.

    python3 Tests/Robustness/databases.py --gram .build/release/gram --cases 2000 --seed 1

A small database that holds everything a database can hold (text, counts, n-gram models, networks, an imported model)
is changed by SQL, as a careless or a hostile program would, or in its bytes, as a failing disk would; then commands
read and write it. A finding is a signal, more than 20 seconds, an exit code that is none of ours or 70, an error
without the database's name, a number that is none in a result, and a database that cannot be read after a command that
wrote it and said it was done.

Standard library alone. `cases` is what another harness calls.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time

TIME_LIMIT = 20.0
MEMORY_LIMIT = 8 << 30
# A journal may say that the database was of any size, and SQLite makes it so.
FILE_LIMIT = 64 << 20
ACCEPTED = {0, 64, 65, 66, 73, 74, 75}
TABLES = {
    "setting": ["name", "value"],
    "document": [
        "id", "name", "sha256", "bytes", "characters", "tokens", "types", "split", "divided", "format", "encoding",
        "replacements", "segments_rule", "ingested_at",
    ],
    "metadata": ["document", "key", "value"],
    "text_block": ["document", "split", "block", "bytes"],
    "spectrum": ["split", "n_gram_order", "frequency", "types"],
    "frequent": ["split", "n_gram_order", "n", "w1", "w2", "w3"],
    "type": ["id", "text"],
    "segment_block": ["document", "split", "block", "segments", "tokens", "characters", "ids"],
    "unigram": ["split", "w1", "n"],
    "bigram": ["split", "w1", "w2", "n"],
    "trigram": ["split", "w1", "w2", "w3", "n"],
    "model": ["id", "name", "kind", "vocabulary_hash", "corpus_hash", "settings", "metrics", "created_at"],
    "model_block": ["model", "part", "block", "bytes"],
    "epoch": [
        "model", "epoch", "train_nll", "valid_nll", "seconds", "learning_rate", "gradient_norm", "clipped_share",
    ],
}
READING = [
    ["info", "DB"],
    ["info", "DB", "--curve", "net"],
    ["vocabulary", "DB"],
    ["tokenize", "DB", "the old sailor"],
    ["frequencies", "DB"],
    ["frequencies", "DB", "--order", "3", "--split", "test"],
    ["frequencies", "DB", "--document", "b.txt"],
    ["zipf", "DB", "--bootstraps", "0"],
    ["growth", "DB"],
    ["diversity", "DB"],
    ["probability", "DB", "sailor", "--given", "the old"],
    ["probability", "DB", "sailor", "--given", "the old", "--model", "counted", "--explain"],
    ["next", "DB", "the"],
    ["next", "DB", "the", "--model", "smooth"],
    ["next", "DB", "the", "--model", "net"],
    ["perplexity", "DB", "--model", "smooth"],
    ["perplexity", "DB", "--model", "mkn:2"],
    ["perplexity", "DB", "--model", "net"],
    ["perplexity", "DB", "--model", "backward"],
    ["perplexity", "DB", "--model", "foreign"],
    ["perplexity", "DB", "--model", "counted"],
    ["perplexity", "DB", "--model", "tails"],
    ["surprisal", "DB", "the old sailor saw the sea", "--model", "smooth,net"],
    ["generate", "DB", "--model", "smooth", "--length", "10"],
    ["generate", "DB", "--model", "net", "--length", "10"],
    ["compare", "DB", "--model", "smooth,net"],
    ["compare", "DB", "--model", "smooth,counted,mkn:2"],
    ["gradients", "DB", "net"],
    ["export", "DB", "smooth", "OUT.arpa", "--force"],
    ["export", "DB", "foreign", "OUT.arpa", "--force"],
    ["export", "DB", "net", "OUT.safetensors", "--force"],
]
# Of a database that holds no text, but imported models.
READING_MODELS = [
    ["info", "DB"],
    ["perplexity", "DB", "--model", "foreign", "--text", "the old sailor"],
    ["perplexity", "DB", "--model", "foreign", "--file", "TEXT"],
    ["surprisal", "DB", "the old sailor saw the sea", "--model", "foreign"],
    ["probability", "DB", "sailor", "--given", "the old", "--model", "foreign", "--explain"],
    ["next", "DB", "the", "--model", "foreign"],
    ["generate", "DB", "--model", "foreign", "--length", "10"],
    ["export", "DB", "foreign", "OUT.arpa", "--force"],
    ["tokenize", "DB", "the old sailor"],
    ["frequencies", "DB"],
]
WRITING = [
    ["ingest", "DB", "TEXT"],
    ["ingest", "DB", "CHANGED", "--replace"],
    ["remove", "DB", "a.txt"],
    ["remove", "DB", "b.txt"],
    ["train", "DB", "new", "--ngram", "mkn:3"],
    ["train", "DB", "smooth", "--ngram", "witten-bell:2", "--replace"],
    ["train", "DB", "net", "--resume", "--epochs", "3"],
    ["import", "DB", "imported", "ARPA"],
    ["import", "DB", "foreign", "ARPA", "--replace"],
]
KEY = ["PRAGMA foreign_keys = OFF", "PRAGMA ignore_check_constraints = ON"]


def write_text(path, seed, lines):
    """Prose of words that a model has something to learn from."""
    words = "the old sailor saw a white whale and his ship near an island of the sea where men sang".split()
    words += [f"word{number}" for number in range(60)]
    chance = random.Random(seed)
    weights = [1 / (rank + 1) for rank in range(len(words))]
    with open(path, "w") as file:
        for _ in range(lines):
            print(*chance.choices(words, weights, k=chance.randint(1, 14)), file=file)


class Database:
    """The sound databases that all mutants are made of: one with everything in it, one of models alone."""

    def __init__(self, folder, gram):
        self.folder = pathlib.Path(folder).resolve()
        self.gram = str(pathlib.Path(gram).resolve())
        self.folder.mkdir(parents=True, exist_ok=True)
        self.path = self.folder / "sound.db"
        self.models = self.folder / "models.db"
        for name, seed, lines in [("a.txt", 1, 120), ("b.txt", 2, 60), ("more.txt", 3, 20)]:
            write_text(self.folder / name, seed, lines)
        (self.folder / "changed").mkdir(exist_ok=True)
        write_text(self.folder / "changed" / "b.txt", 4, 40)
        if self.path.exists():
            return
        made = self.folder / "making.db"
        made.unlink(missing_ok=True)
        self.models.unlink(missing_ok=True)
        small = ["--hidden", "8", "--epochs", "2", "--batch", "4", "--steps", "8"]
        for command in [
            ["ingest", made, self.folder / "a.txt", self.folder / "b.txt"],
            ["train", made, "smooth", "--ngram", "mkn:3"],
            ["train", made, "counted", "--ngram", "laplace:2"],
            ["export", made, "smooth", self.folder / "smooth.arpa", "--force"],
            ["import", made, "foreign", self.folder / "smooth.arpa"],
            ["import", self.models, "foreign", self.folder / "smooth.arpa"],
            ["train", made, "net", *small, "--embedding", "6", "--optimizer", "adam"],
            ["train", made, "backward", *small, "--cell", "elman", "--embedding", "one-hot", "--reverse"],
            ["train", made, "tails", *small, "--embedding", "8", "--cell", "gru", "--softmax", "adaptive", "--cutoffs", "20,40"],
        ]:
            done = subprocess.run([self.gram, *map(str, command)], capture_output=True, text=True)
            if done.returncode != 0:
                sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
        made.rename(self.path)


class Mutator:
    """Changes of one copy, drawn by a seed."""

    def __init__(self, chance):
        self.chance = chance

    def odd_value(self):
        """A value that SQLite stores as it is, of any type."""
        return self.chance.choice(
            [
                None, "x", "", "nan", "NULL", 0, -1, 1, 2, 3, 4, 7, 1.5, -0.5, 1e300, float("inf"), -float("inf"),
                2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53, 2**62, 2**63 - 1, -(2**63), b"", b"\x00", b"\xff" * 7,
                "\u0000", "x" * 100_000, "{}", "[]", "null", "-5", "1e400", b"\xc3\x28",
            ]
        )

    def mutate(self, path):
        """Changes the file once or a few times; what was done."""
        kinds = {"values": 6, "rows": 2, "schema": 3, "settings": 5, "blobs": 5, "pages": 6, "journals": 1}
        kind = self.chance.choices(list(kinds), list(kinds.values()))[0]
        if kind in ("pages", "journals"):
            return kind, getattr(self, kind)(path)
        done = []
        connection = sqlite3.connect(path, isolation_level=None)
        connection.text_factory = bytes
        try:
            for statement in KEY:
                connection.execute(statement)
            for _ in range(self.chance.choice([1, 1, 1, 2, 4])):
                try:
                    done.append(getattr(self, kind)(connection))
                except (sqlite3.Error, ValueError, LookupError, TypeError, AttributeError) as error:
                    # An earlier change left nothing that this one could change.
                    done.append(f"not done: {error}")
        finally:
            connection.close()
        return kind, "; ".join(done)

    @staticmethod
    def loosen(db, table):
        """Makes the table one that takes any value, under the same name, with columns of the same names and types."""
        (sql,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", [table]).fetchone()
        loose = sql.decode()
        for word in [" NOT NULL", " UNIQUE", " STRICT,", " STRICT"]:
            loose = loose.replace(word, "")
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", [loose, table])
        db.execute("PRAGMA writable_schema = RESET")

    def where(self, db, table):
        """A condition that holds for one row or some."""
        if self.chance.random() < 0.2:
            return "true"
        column = self.chance.choice(TABLES[table])
        row = db.execute(f"SELECT quote({column}) FROM {table} ORDER BY random() LIMIT 1").fetchone()
        rows = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        place = self.chance.randrange(max(1, rows))
        found = db.execute(f"SELECT quote({column}) FROM {table} LIMIT 1 OFFSET {place}").fetchone()
        literal = (found or row or [b"NULL"])[0].decode(errors="replace")
        return f"{column} IS {literal}" if len(literal) < 10_000 else "true"

    def values(self, db):
        table = self.chance.choice(list(TABLES))
        column = self.chance.choice(TABLES[table])
        where = self.where(db, table)
        value = self.odd_value()
        self.loosen(db, table)
        db.execute(f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {where}", [value])
        return f"UPDATE {table} SET {column} = {value!r:.40} WHERE {where:.60}"

    def rows(self, db):
        table = self.chance.choice(list(TABLES))
        where = self.where(db, table)
        if self.chance.random() < 0.7:
            db.execute(f"DELETE FROM {table} WHERE {where}")
            return f"DELETE FROM {table} WHERE {where:.60}"
        self.loosen(db, table)
        values = [self.odd_value() for _ in TABLES[table]]
        db.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(values))})", values)
        return f"INSERT INTO {table} {values!r:.60}"

    def schema(self, db):
        table = self.chance.choice(list(TABLES))
        column = self.chance.choice(TABLES[table])
        columns = ", ".join(TABLES[table])
        endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c"
        statements = self.chance.choice(
            [
                [f"DROP TABLE {table}"],
                [f"ALTER TABLE {table} RENAME TO moved"],
                [f"ALTER TABLE {table} RENAME COLUMN {column} TO moved"],
                [f"ALTER TABLE {table} DROP COLUMN {column}"],
                [f"ALTER TABLE {table} ADD COLUMN more"],
                [f"ALTER TABLE {table} ADD COLUMN more AS ({column} || 1)"],
                [f"ALTER TABLE {table} RENAME TO moved", f"CREATE VIEW {table} AS SELECT * FROM moved"],
                [f"ALTER TABLE {table} RENAME TO moved", f"CREATE VIEW {table} AS SELECT * FROM {table}"],
                [f"ALTER TABLE {table} RENAME TO moved", f"CREATE VIEW {table} ({columns}) AS "
                 + f"SELECT {', '.join(['x'] * len(TABLES[table]))} FROM ({endless})"],
                [f"ALTER TABLE {table} RENAME TO moved", f"CREATE VIEW {table} AS SELECT * FROM other",
                 f"CREATE VIEW other AS SELECT * FROM {table}"],
                [f"ALTER TABLE {table} RENAME TO moved", f"CREATE VIRTUAL TABLE {table} USING fts5({columns})"],
                [f"ALTER TABLE {table} RENAME TO moved", f"CREATE TABLE {table} AS SELECT * FROM moved"],
                [f"ALTER TABLE {table} RENAME TO moved", f"CREATE TABLE {table} ({columns})"],
                [f"CREATE TRIGGER t AFTER INSERT ON {table} BEGIN DELETE FROM type; END"],
                [f"CREATE TRIGGER t AFTER UPDATE ON {table} BEGIN SELECT count(*) FROM ({endless}); END"],
                [f"CREATE TRIGGER t BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END"],
                [f"CREATE TRIGGER t AFTER DELETE ON {table} BEGIN INSERT INTO {table} ({column}) VALUES (1); END"],
                [f"CREATE TABLE referring (x REFERENCES {table} ({column}))", "INSERT INTO referring VALUES (1)"],
                [f"CREATE INDEX odd ON {table} (length(hex(zeroblob(300000))))"],
                [f"CREATE UNIQUE INDEX odd ON {table} ({column})"],
                ["DROP INDEX type_text"],
                ["DROP VIEW unigrams"],
                ["DROP VIEW unigrams", "CREATE VIEW unigrams AS SELECT * FROM unigrams"],
                [f"PRAGMA user_version = {self.chance.choice([0, -1, 1, 99, 2**31 - 1])}"],
                [f"PRAGMA application_id = {self.chance.choice([0, -1, 1])}"],
                ["PRAGMA journal_mode = WAL"],
                ["PRAGMA auto_vacuum = FULL", "VACUUM"],
                ["PRAGMA page_size = 512", "VACUUM"],
                [f"PRAGMA encoding = 'UTF-16'"],
                ["ANALYZE", "UPDATE sqlite_stat1 SET stat = 'x -5 99999999999999999999'"],
            ]
        )
        for statement in statements:
            db.execute(statement)
        if self.chance.random() < 0.2:
            name = self.chance.choice(list(TABLES))
            db.execute("PRAGMA writable_schema = ON")
            change = self.chance.choice(
                ["rootpage = 0", "rootpage = 99999999", "rootpage = 2", "sql = 'CREATE TABLE'", "sql = NULL",
                 "type = 'view'", "tbl_name = 'x'", "sql = replace(sql, 'INTEGER', 'TEXT')",
                 "sql = replace(sql, 'WITHOUT ROWID', '')", "sql = replace(sql, 'TEXT', 'TEXT COLLATE odd')",
                 "sql = replace(sql, 'NOT NULL', 'NOT NULL CHECK (odd() > 0)')"]
            )
            db.execute(f"UPDATE sqlite_schema SET {change} WHERE name = ?", [name])
            statements = statements + [f"schema of {name}: {change}"]
        return "; ".join(statements)

    def settings(self, db):
        """A change inside of JSON: keys dropped, renamed, their values of another type or size."""
        table, column, name = self.chance.choice(
            [("setting", "value", "name")] * 2 + [("model", "settings", "name"), ("model", "metrics", "name")] * 2
        )
        rows = db.execute(f"SELECT {name}, {column} FROM {table}").fetchall()
        key, text = self.chance.choice(rows)
        if self.chance.random() < 0.15:
            changed = bytearray(text)
            for _ in range(self.chance.randint(1, 4)):
                changed[self.chance.randrange(len(changed))] = self.chance.randrange(256)
            value, what = bytes(changed), "bytes"
            value = value.decode("latin1") if self.chance.random() < 0.5 else value
        else:
            tree = json.loads(text)
            what = self.change(tree)
            value = json.dumps(tree)
        db.execute(f"UPDATE {table} SET {column} = ? WHERE {name} = ?", [value, key.decode()])
        return f"{table}.{column} of {key.decode()}: {what}"

    def change(self, tree):
        places = []

        def walk(node):
            if isinstance(node, dict):
                places.extend((node, key) for key in node)
                for value in node.values():
                    walk(value)
            elif isinstance(node, list):
                places.extend((node, index) for index in range(len(node)))
                for value in node:
                    walk(value)

        walk(tree)
        if not places:
            return "nothing"
        node, key = self.chance.choice(places)
        if self.chance.random() < 0.1:
            del node[key]
            return f"without {key}"
        old = node[key]
        odd = [
            None, True, False, 0, 1, 2, 3, -1, -5, 17, 2**31 - 1, 2**31, 2**32, 2**53, 2**62, 2**63 - 1, -(2**63),
            10**30, 1e308, 1e-308, 0.5, -0.5, 1.5, "x", "", [], {}, [1], [0, 0, 0], "lstm", "gru", "elman", "words",
            "characters", "whitespace", "bpe:100", "mkn", "laplace",
        ]
        if isinstance(old, (int, float)) and not isinstance(old, bool):
            odd += [old + 1, old - 1, old * 2, old // 2, -old, old * 1e6, old + 2**32, old * 10**6] * 2
        if isinstance(old, list):
            odd += [old[:-1], old + old, old[::-1], old + [0], [2**62] * len(old)] * 2
        node[key] = self.chance.choice(odd)
        return f"{key} {old!r:.30} → {node[key]!r:.30}"

    def blobs(self, db):
        """Blocks of ids and of models, cut, lengthened, exchanged, with other numbers in them."""
        table, column = self.chance.choice(
            [("segment_block", "ids"), ("text_block", "bytes"), ("model_block", "bytes"), ("model_block", "bytes")]
        )
        rows = db.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
        if table == "model_block":
            parts = sorted(set(db.execute("SELECT model, part FROM model_block").fetchall()))
            model, part = self.chance.choice(parts)
            rows = db.execute(
                "SELECT rowid, bytes FROM model_block WHERE model = ? AND part = ?", [model, part.decode()]
            ).fetchall()
            table_text = f"model_block {model} {part.decode()}"
        else:
            table_text = table
        rowid, blob = self.chance.choice(rows)
        data = bytearray(blob)
        how = self.chance.choice(["cut", "long", "flip", "flip", "number", "number", "number", "zero", "ff", "swap", "head"])
        if how == "cut":
            data = data[: self.chance.randrange(len(data) + 1)]
        elif how == "long":
            data += bytes(self.chance.randrange(256) for _ in range(self.chance.choice([1, 3, 4, 8, 400])))
        elif how == "flip":
            for _ in range(self.chance.choice([1, 3, 20])):
                if data:
                    data[self.chance.randrange(len(data))] ^= 1 << self.chance.randrange(8)
        elif how in ("number", "head"):
            numbers = [0, 1, 2, 3, 2**31 - 1, 2**31, 2**32 - 1, 2**30, 0x7F800000, 0xFF800000, 0x7FC00000, 0x7F7FFFFF,
                       0x3F800000, 60, 90, 1000]
            for _ in range(self.chance.choice([1, 2, 10])):
                if len(data) >= 4:
                    last = min(len(data), 64) if how == "head" else len(data)
                    place = self.chance.randrange(last // 4) * 4
                    data[place : place + 4] = struct.pack("<I", self.chance.choice(numbers))
        elif how == "zero":
            data = bytearray(len(data))
        elif how == "ff":
            data = bytearray(b"\xff" * len(data))
        elif how == "swap":
            data = bytearray(self.chance.choice(rows)[1][::-1])
        db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", [bytes(data), rowid])
        return f"{table_text} {how}"

    def journals(self, path):
        """A journal beside the database, or a write-ahead log: of another's, damaged, or half a one."""
        page = path.read_bytes()[:4096]
        magic = bytes([0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7])
        numbers = [self.chance.choice([0, 1, 5, 2**31, 2**32 - 1, self.chance.randrange(2**32)]) for _ in range(3)]
        sizes = self.chance.choice([(512, 4096), (512, 16384), (1, 1), (4096, 65536), (0, 0)])
        head = magic + struct.pack(">5I", *numbers, *sizes)
        ending = self.chance.choice(["-journal", "-journal", "-wal", "-shm"])
        if ending == "-wal":
            head = struct.pack(">8I", 0x377F0682, 3007000, *sizes[:1], *numbers, 0, 0)
            data = bytearray(path.read_bytes())
            data[18:20] = b"\x02\x02"
            path.write_bytes(data)
        body = self.chance.choice([b"", page, self.chance.randbytes(600), struct.pack(">I", 2) + page + bytes(4)])
        text = self.chance.choice([head + body, head.ljust(512, b"\0") + body, body, head[: self.chance.randrange(28)]])
        path.with_name(path.name + ending).write_bytes(text)
        return f"{ending} of {len(text)} bytes"

    def pages(self, path):
        data = bytearray(path.read_bytes())
        size = struct.unpack(">H", data[16:18])[0]
        size = 65_536 if size == 1 else size
        count = len(data) // size
        done = []
        for _ in range(self.chance.choice([1, 1, 2, 5])):
            page = self.chance.randrange(count)
            start = page * size
            how = self.chance.choice(
                ["byte", "byte", "bytes", "start", "cells", "swap", "zero", "noise", "truncate", "header", "copy", "text"]
            )
            if how == "byte":
                data[self.chance.randrange(len(data))] = self.chance.randrange(256)
            elif how == "bytes":
                for _ in range(self.chance.choice([10, 100, 1000])):
                    data[self.chance.randrange(len(data))] = self.chance.randrange(256)
            elif how == "start":
                place = start + (100 if page == 0 else 0) + self.chance.randrange(12)
                data[place] = self.chance.choice([0, 1, 2, 5, 10, 13, 127, 128, 255])
            elif how == "cells":
                place = start + 8 + self.chance.randrange(64)
                data[place] = self.chance.randrange(256)
            elif how == "swap":
                other = self.chance.randrange(count) * size
                data[start : start + size], data[other : other + size] = (
                    data[other : other + size], data[start : start + size])
            elif how == "copy":
                other = self.chance.randrange(count) * size
                data[start : start + size] = data[other : other + size]
            elif how == "zero":
                data[start : start + size] = bytes(size)
            elif how == "noise":
                data[start : start + size] = self.chance.randbytes(size)
            elif how == "truncate":
                del data[self.chance.choice([start, start + self.chance.randrange(size)]) :]
                done.append(how)
                break
            elif how == "header":
                place = self.chance.randrange(16, 100)
                data[place] = self.chance.choice([0, 1, 2, 4, 64, 127, 128, 255])
            elif how == "text":
                # One text for another of the same length: settings, names and words.
                old, new = self.chance.choice(
                    [(b"segments", b"documents"[:8]), (b"min_count", b"min_xount"), (b"words", b"chars"), (b'":', b'"x'),
                     (b"network", b"netw\xffrk"), (b"ngram", b"ngrim"), (b"b.txt", b"a.txt"), (b"the", b"th\x80")])
                data = bytearray(bytes(data).replace(old, new, self.chance.choice([1, -1])))
            done.append(f"{how} of page {page}")
        path.write_bytes(data)
        return "; ".join(done)


def limits():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def execute(gram, command, folder):
    """Runs a command; its exit code, negative for a signal, `None` for none in time, what it wrote, and the seconds."""
    environment = dict(os.environ, SWIFT_BACKTRACE="enable=no", NO_COLOR="1", TERM="dumb", LC_ALL="C.UTF-8")
    start = time.monotonic()
    process = subprocess.Popen(
        [gram, *command], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, preexec_fn=limits, start_new_session=True)
    try:
        output, errors = process.communicate(timeout=TIME_LIMIT)
        code = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, errors = process.communicate()
        code = None
    return code, output.decode(errors="replace"), errors.decode(errors="replace"), time.monotonic() - start


def fault(command, code, output, errors, name, change=""):
    """What is wrong with the end of a command on a database that was changed so; `None` if nothing."""
    if code is None:
        return f"more than {TIME_LIMIT:.0f} s"
    if code < 0:
        return f"signal {-code}"
    if code not in ACCEPTED:
        return f"exit code {code}"
    if code == 0:
        is_word = re.search(r"SET (text|name) = '(nan|inf)'", change)
        if not is_word and re.search(r"(?<![a-z])-?(nan|inf)(?![a-z])", output):
            return "a number that is none in a result"
        return None
    lines = errors.strip().splitlines()
    error = [line for line in lines if line.startswith("gram: ")]
    if not error:
        return "an error without a word"
    if "Fatal error" in errors or "Error." in errors and "Debug description" in errors:
        return "an error of the code's own"
    if code == 65 and name not in errors and not any(known in errors for known in ("'", "model", "network", "split", "diverges")):
        return "an error without the database's name"
    return None


class Case:
    """One mutant and the commands that are run on it."""

    def __init__(self, seed, number, database, folder, everything=False):
        self.chance = random.Random(f"{seed} {number}")
        self.database = database
        self.folder = pathlib.Path(folder) / f"case-{seed}-{number}"
        self.everything = everything
        self.findings = []
        self.codes = collections.Counter()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.path = self.folder / "hostile.db"
        self.has_text = self.chance.random() < 0.9
        shutil.copyfile(database.path if self.has_text else database.models, self.path)
        self.kind, self.description = Mutator(self.chance).mutate(self.path)

    def command(self, template, name):
        places = {
            "DB": name, "TEXT": self.database.folder / "more.txt", "ARPA": self.database.folder / "smooth.arpa",
            "CHANGED": self.database.folder / "changed" / "b.txt",
        }
        return [str(places.get(word, word)) for word in template]

    def run(self):
        """Runs commands; the findings, each `(command, fault, errors)`."""
        reading, writing = READING if self.has_text else READING_MODELS, WRITING
        if not self.everything:
            reading, writing = self.chance.sample(reading, 3), self.chance.sample(writing, 1)
        # First who writes: the first to open a database rolls its journal back.
        for number, template in enumerate(writing):
            name = f"copy-{number}.db"
            self.copy(name)
            command = self.command(template, name)
            if self.try_command(command) == 0 and self.try_command(["info", name]) != 0:
                if self.try_command(["info", self.path.name]) == 0:
                    self.findings.append((" ".join(command), "what it wrote cannot be read", ""))
        for template in reading:
            self.try_command(self.command(template, self.path.name))
        if not self.findings:
            shutil.rmtree(self.folder, ignore_errors=True)
        return self.findings

    def copy(self, name):
        """A copy of the mutant with what stands beside it."""
        for path in self.folder.glob("hostile.db*"):
            shutil.copyfile(path, self.folder / path.name.replace("hostile.db", name))

    def try_command(self, command):
        code, output, errors, seconds = execute(self.database.gram, command, self.folder)
        self.codes[code] += 1
        found = fault(command, code, output, errors, next(word for word in command if word.endswith(".db")), self.description)
        if found:
            self.findings.append((" ".join(command), found, errors.strip()[:600]))
        return code


def cases(seed, count, workdir, gram):
    """Mutants, one after the other, as `(kind, description, run)`.

    `run()` runs commands on the mutant and returns its findings, each `(command, fault, errors)`; a mutant with findings
    stays in `workdir`, with the number of its case.
    """
    database = Database(workdir, gram)
    for number in range(count):
        case = Case(seed, number, database, workdir)
        yield case.kind, case.description, case.run


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gram", default=".build/release/gram")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", default=os.path.join(tempfile.gettempdir(), "gram-databases"))
    parser.add_argument("--everything", action="store_true", help="all commands on each mutant, not four of them")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no case after so long")
    options = parser.parse_args()
    database = Database(options.folder, options.gram)
    start = time.monotonic()
    mutants, codes, faults = collections.Counter(), collections.Counter(), collections.Counter()
    for number in range(options.first, options.first + options.cases):
        if time.monotonic() - start > options.seconds:
            break
        case = Case(options.seed, number, database, options.folder, options.everything)
        for command, found, errors in case.run():
            faults[found] += 1
            print(f"case {number} ({case.kind}: {case.description})\n  gram {command}\n  {found}: {errors}", flush=True)
        mutants[case.kind] += 1
        codes.update(case.codes)
    print(f"{sum(mutants.values())} mutants: " + ", ".join(f"{count} of {kind}" for kind, count in sorted(mutants.items())))
    print(f"{sum(codes.values())} commands ended: "
          + ", ".join(f"{count} with {code}" for code, count in sorted(codes.items(), key=str)))
    print(f"{sum(faults.values())} findings" + "".join(f"; {count} × {found}" for found, count in faults.most_common()))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
