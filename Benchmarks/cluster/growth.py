#!/usr/bin/env python3
"""How counting grows with the text: gram ingest and DuckDB on the first 1, 10, 100, … MB of a folder of books.

Benchmarks/cluster/growth.py GRAM FOLDER [--megabytes 1 10 100] [--memory 2G] [--runs 3] [--duckdb]

For each size the seconds, memory, the file, tokens, types and distinct n-grams (`<s>` and `</s>` left out). With
--duckdb the same stream of tokens, as a table of segment and token, counted to order 3 by DuckDB (PyPI), which reads no
text: its seconds are those of counting and writing alone. One thread each; last the exponents of growth between sizes.
"""

import argparse
import math
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time

TABLES = ["unigram", "bigram", "trigram"]


def files(folder: pathlib.Path, size: int) -> list[pathlib.Path]:
    """The first files of a folder that have so many bytes together, by their names."""
    chosen: list[pathlib.Path] = []
    total = 0
    for path in sorted(folder.iterdir()):
        if total >= size:
            break
        if path.is_file():
            chosen.append(path)
            total += path.stat().st_size
    return chosen


def measured(command: list[object]) -> tuple[float, float, float]:
    """Seconds, processor seconds and megabytes that a command took."""
    begun = time.monotonic()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(said.decode())
    return time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def cut(path: pathlib.Path, size: int, target: pathlib.Path) -> None:
    """Copies the first bytes of a text, to the end of a line."""
    with open(path, "rb") as source, open(target, "wb") as sink:
        sink.write(source.read(size))
        sink.write(source.readline())


def folder_of(source: pathlib.Path, size: int, place: pathlib.Path) -> pathlib.Path:
    """A folder with so many bytes of the books; the last one is cut."""
    target = place / "texts"
    target.mkdir()
    left = size
    for path in files(source, size):
        cut(path, min(left, path.stat().st_size), target / path.name)
        left -= path.stat().st_size
    return target


def stream(database: pathlib.Path, target: pathlib.Path) -> None:
    """Writes the stream of a database as Parquet: the segment and the token of each place, `</s>` left out."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("segment", pa.int32()), ("token", pa.int32())])
    before = 0
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db, pq.ParquetWriter(target, schema) as writer:
        for (blob,) in db.execute("SELECT ids FROM segment_block ORDER BY document, split, block"):
            ids = np.frombuffer(blob, "<i4")
            ends = ids == 2
            segments = before + np.cumsum(ends) - ends
            before = int(segments[-1] + ends[-1])
            inside = ~ends
            writer.write_table(pa.table([segments[inside].astype(np.int32), ids[inside]], schema=schema))


QUERY = """
SET threads = 1; SET memory_limit = '{memory}'; SET preserve_insertion_order = true;
CREATE TABLE stream AS SELECT segment, token FROM read_parquet('{source}');
CREATE TABLE unigram AS SELECT token AS w1, count(*) AS n FROM stream GROUP BY ALL;
CREATE TABLE place AS SELECT segment, token AS w1, lead(token) OVER w AS w2, lead(token, 2) OVER w AS w3,
    lead(segment) OVER w AS s2, lead(segment, 2) OVER w AS s3
    FROM (SELECT *, rowid AS place FROM stream) WINDOW w AS (ORDER BY place);
CREATE TABLE bigram AS SELECT w1, w2, count(*) AS n FROM place WHERE s2 = segment GROUP BY ALL;
CREATE TABLE trigram AS SELECT w1, w2, w3, count(*) AS n FROM place WHERE s3 = segment GROUP BY ALL;
"""
RUN = "import duckdb, sys; duckdb.connect(sys.argv[1]).execute(sys.argv[2])"


def by_duckdb(database: pathlib.Path, place: pathlib.Path, memory: str) -> str:
    """Counts the stream by DuckDB, and says what it took."""
    stream(database, place / "stream.parquet")
    query = QUERY.format(memory=memory + "B", source=place / "stream.parquet")
    seconds, processor, megabytes = measured([sys.executable, "-c", RUN, place / "duck.db", query])
    import duckdb

    with duckdb.connect(str(place / "duck.db"), read_only=True) as db:
        rows = [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]
    size = (place / "duck.db").stat().st_size / 1e6
    return f"DuckDB | {seconds:.2f} | {processor:.2f} | {megabytes:,.0f} | {size:,.0f} | | {numbers(rows)}"


def numbers(rows: list[int]) -> str:
    return " | ".join(f"{count:,}" for count in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gram", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--megabytes", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--memory", default="2G")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--duckdb", action="store_true")
    chosen = parser.parse_args()
    print("| MB | what | s | processor s | memory, MB | file, MB | tokens | 1-grams | 2-grams | 3-grams |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    points: list[list[int]] = []
    for size in chosen.megabytes:
        with tempfile.TemporaryDirectory() as name:
            place = pathlib.Path(name)
            texts = folder_of(chosen.folder, size * 1_000_000, place)
            took = []
            for _ in range(chosen.runs):
                (place / "one.db").unlink(missing_ok=True)
                command = [chosen.gram, "ingest", place / "one.db", texts, "--threads=1", f"--memory={chosen.memory}"]
                took.append(measured(command))
            seconds, processor, megabytes = sorted(took)[len(took) // 2]
            with sqlite3.connect(f"file:{place}/one.db?mode=ro", uri=True) as db:
                tokens = db.execute("SELECT sum(tokens) FROM document").fetchone()[0]
                spectrum = (
                    "SELECT sum(types) FROM spectrum WHERE split = -1 GROUP BY n_gram_order ORDER BY n_gram_order"
                )
                rows = [count for (count,) in db.execute(spectrum)]
            file = (place / "one.db").stat().st_size / 1e6
            points.append([tokens, *rows])
            line = f"gram | {seconds:.2f} | {processor:.2f} | {megabytes:,.0f} | {file:,.0f} | {tokens:,}"
            print(f"| {size} | {line} | {numbers(rows)} |", flush=True)
            if chosen.duckdb:
                print(f"| {size} | {by_duckdb(place / 'one.db', place, chosen.memory)} |", flush=True)
    for one, other in zip(points, points[1:], strict=False):
        exponents = [math.log(b / a) / math.log(other[0] / one[0]) for a, b in zip(one[1:], other[1:], strict=True)]
        print(
            f"from {one[0]:,} to {other[0]:,} tokens: types and n-grams grow by tokens^",
            ", ".join(f"{x:.3f}" for x in exponents),
        )


if __name__ == "__main__":
    main()
