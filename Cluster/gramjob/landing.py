"""Shards and the counts of all become one database: the file that one ingest of all documents would have made.

One process writes it, rows in the order of their keys, under a name of its own beside the place where it goes.
"""

import itertools
import json
import os
import pathlib
import sqlite3
import uuid
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from gramjob import numbering, ranges, runs
from gramjob.keys import SPLIT_BITS, Layout
from gramjob.shards import database, run_gram

SPLITS = 4
ROWS_AT_ONCE = 200_000
FREQUENT = 10_000
LARGEST_ORDER = 3
TABLE_KEYS = "table_keys_"


class CannotLand(Exception):
    """The shards cannot become one database."""


def by_merge(work: pathlib.Path, output: pathlib.Path, shards: int, gram: str, options: list[str]) -> None:
    """Has `gram merge` unite the shards, which counts anew and needs none of the runs."""
    run_gram([gram, "merge", str(output), *(str(database(work, shard)) for shard in range(shards)), *options])


def least_counts(spectra: dict[int, dict[int, int]]) -> dict[int, int]:
    """For each spectrum the largest count that ten thousand n-grams reach, or 1."""
    least = {}
    for split, spectrum in spectra.items():
        least[split] = 1
        reached = 0
        for count in sorted(spectrum, reverse=True):
            reached += spectrum[count]
            if reached >= FREQUENT:
                least[split] = count
                break
    return least


class Landing:
    """A database in the making."""

    def __init__(self, work: pathlib.Path, output: pathlib.Path, shards: int) -> None:
        self.work, self.output, self.shards = work, output, shards
        if output.exists():
            raise CannotLand(f"{output} is there already.")
        self.own = output.parent / f".{output.name}.{uuid.uuid4().hex}"
        self.db = sqlite3.connect(self.own, isolation_level=None)
        try:
            self._begin()
        except BaseException:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Leaves nothing behind."""
        self.db.close()
        self.own.unlink(missing_ok=True)

    def _begin(self) -> None:
        source = sqlite3.connect(database(self.work, 0).absolute().as_uri() + "?mode=ro", uri=True)
        names = ("page_size", "user_version", "application_id")
        numbers = {name: source.execute(f"PRAGMA {name}").fetchone()[0] for name in names}
        query = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
        schema = source.execute(query).fetchall()
        source.close()
        # Nobody else has the file, and it is worth nothing until it is whole.
        for setting in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -65536"):
            self.db.execute(f"PRAGMA {setting}")
        for name, number in numbers.items():
            self.db.execute(f"PRAGMA {name} = {number}")
        self.db.execute("BEGIN")
        self.indexes = [sql for kind, _, sql in schema if kind == "index"]
        for kind, name, sql in schema:
            if kind != "index" and name != "documents":
                self.db.execute(sql)

    def write(
        self,
        layouts: dict[int, list[ranges.Range]],
        spectra: dict[int, dict[int, dict[int, int]]],
        frequent: dict[int, dict[int, list[list[int]]]],
    ) -> None:
        """Writes all tables and gives the file its name."""
        self._write_types()
        self._write_documents()
        for order, parts in layouts.items():
            self._write_counts(order, parts)
            self._write_frequencies(order, spectra[order], frequent[order])
        for sql in self.indexes:
            self.db.execute(sql)
        self._create_view()
        self.db.execute("COMMIT")
        self.db.close()
        with open(self.own, "rb") as file:
            os.fsync(file.fileno())
        try:
            os.link(self.own, self.output)
        except FileExistsError:
            raise CannotLand(f"{self.output} has come about meanwhile.") from None
        finally:
            self.own.unlink(missing_ok=True)

    def _write_types(self) -> None:
        self.db.executemany("INSERT INTO type VALUES (?, ?)", self._types())

    def _types(self) -> Iterator[tuple[int, str]]:
        number = 0
        for shard in range(self.shards):
            table = numbering.mapped(numbering.sorted_types(self.work, shard))
            texts = table["text"].take(pa.array(np.argsort(table["id"].to_numpy())))
            first = numbering.new_types(self.work, shard)
            if shard == 0:
                first = np.concatenate([np.arange(numbering.MARKERS), first])
            for text in texts.take(pa.array(first)).to_pylist():
                yield number, text
                number += 1

    def _write_documents(self) -> None:
        """Appends documents, metadata, blocks and texts, and what is set."""
        spelling: dict[str, str] = {}
        rules: set[str] = set()
        before = 0
        for shard in range(self.shards):
            # No statement may be at work where a database is attached.
            self.db.execute("COMMIT")
            self.db.execute("ATTACH ? AS shard", (str(database(self.work, shard)),))
            self.db.execute("BEGIN")
            self._append_documents(before, shard)
            rules.add(self._append_settings(before, shard, spelling))
            self._append_blocks(before, shard)
            self.db.execute("COMMIT")
            self.db.execute("DETACH shard")
            self.db.execute("BEGIN")
            before = self.db.execute("SELECT max(id) FROM document").fetchone()[0]
        # Without a rule of the user's, one shard whose training text has a literal <unk> decides for all.
        rule = min(rules, key=lambda text: json.loads(text).get("min_count", 0))
        self.db.execute("INSERT INTO setting VALUES ('vocabulary_rule', ?)", (rule,))

    def _append_documents(self, before: int, shard: int) -> None:
        clash = self.db.execute(
            "SELECT name FROM shard.document WHERE name IN (SELECT name FROM main.document) LIMIT 1"
        ).fetchone()
        if clash:
            raise CannotLand(
                f"Two documents are called {clash[0]}; one is in shard {shard}.\n"
                "Give one of the files another name: shards are counted before names are compared."
            )
        columns = [row[1] for row in self.db.execute("PRAGMA main.table_info(document)")]
        rest = ", ".join(columns[1:])
        self.db.execute(f"INSERT INTO main.document SELECT id + ?, {rest} FROM shard.document ORDER BY id", (before,))

    def _append_settings(self, before: int, shard: int, spelling: dict[str, str]) -> str:
        """Appends metadata and settings; returns the vocabulary rule of the shard."""
        for document, key, value in self.db.execute(
            "SELECT document, key, value FROM shard.metadata ORDER BY document, key"
        ).fetchall():
            # Keys are those with which they were first written.
            key = spelling.setdefault(key.lower(), key)
            self.db.execute("INSERT INTO main.metadata VALUES (?, ?, ?)", (document + before, key, value))
        settings = dict(self.db.execute("SELECT name, value FROM shard.setting").fetchall())
        for name, value in settings.items():
            if name.startswith(TABLE_KEYS):
                number = int(name.removeprefix(TABLE_KEYS)) + before
                self.db.execute("INSERT INTO main.setting VALUES (?, ?)", (f"{TABLE_KEYS}{number}", value))
            elif name in ("tokenizer", "splitting") and shard == 0:
                self.db.execute("INSERT INTO main.setting VALUES (?, ?)", (name, value))
        return settings["vocabulary_rule"]

    def _append_blocks(self, before: int, shard: int) -> None:
        ids = numbering.id_map(self.work, shard).astype("<u4")
        columns = "document + ?, split, block, segments, tokens, characters, ids"
        rows = self.db.execute(f"SELECT {columns} FROM shard.segment_block ORDER BY rowid", (before,))
        self.db.executemany(
            "INSERT INTO main.segment_block VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((*row[:-1], ids[np.frombuffer(row[-1], "<u4")].tobytes()) for row in rows),
        )
        self.db.execute(
            "INSERT INTO main.text_block SELECT document + ?, split, block, bytes FROM shard.text_block ORDER BY rowid",
            (before,),
        )

    def _write_counts(self, order: int, parts: list[ranges.Range]) -> None:
        marks = ", ".join("?" * (order + 2))
        statement = f"INSERT INTO {runs.TABLES[order]} VALUES ({marks})"
        for split in range(SPLITS):
            for part in parts:
                run = np.load(ranges.part_path(self.work, order, part.part), mmap_mode="r")
                for start in range(0, run.shape[1], ROWS_AT_ONCE):
                    self.db.executemany(statement, _rows(run[:, start : start + ROWS_AT_ONCE], part.layout, split))

    def _write_frequencies(
        self, order: int, spectra: dict[int, dict[int, int]], frequent: dict[int, list[list[int]]]
    ) -> None:
        for split, least in least_counts(spectra).items():
            self.db.execute("INSERT INTO setting VALUES (?, ?)", (f"frequent_{split}_{order}", least))
            self.db.executemany(
                "INSERT INTO spectrum VALUES (?, ?, ?, ?)",
                ((split, order, count, types) for count, types in sorted(spectra[split].items())),
            )
            padding = [-1] * (LARGEST_ORDER - order)
            self.db.executemany(
                "INSERT INTO frequent VALUES (?, ?, ?, ?, ?, ?)",
                ((split, order, *row, *padding) for row in sorted(frequent[split])),
            )

    def _create_view(self) -> None:
        """Makes the view `documents`, which has a column for each key of the metadata."""
        keys = [row[0] for row in self.db.execute("SELECT min(key) FROM metadata GROUP BY key ORDER BY key")]
        values = "".join(
            ", (SELECT value FROM metadata WHERE metadata.document = d.id AND metadata.key = "
            + "'"
            + key.replace("'", "''")
            + "') AS \""
            + key.replace('"', '""')
            + '"'
            for key in keys
        )
        self.db.execute(
            "CREATE VIEW documents AS SELECT d.name AS name, d.tokens AS tokens, d.types AS types,\n"
            "    CASE d.split WHEN 0 THEN 'train' WHEN 1 THEN 'valid' WHEN 2 THEN 'test' ELSE 'shares' END AS split"
            f"{values}\n    FROM document AS d"
        )


def _rows(run: np.ndarray, layout: Layout, split: int) -> Iterator[tuple[int, ...]]:
    """The rows of a split: it stands in the last bits of a key."""
    here = run[:, run[-2] & np.uint64((1 << SPLIT_BITS) - 1) == np.uint64(split)]
    words = (field.tolist() for field in layout.unpack(here[:-1])[:-1])
    return zip(itertools.repeat(split), *words, here[-1].tolist(), strict=False)
