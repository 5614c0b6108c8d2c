"""The n-grams of a shard as sorted runs under the numbering of all shards.

Orders 1 to 3 come from the tables that `gram ingest` has counted; higher ones from the stream of tokens, whose windows
`<s> w₁ … w_k </s>` lie inside segments, one `<s>` before each. A run has at most so many rows as fit a task's memory.
"""

import pathlib
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gramjob import keys, numbering, tables
from gramjob.shards import database

TABLES = {1: "unigram", 2: "bigram", 3: "trigram"}
START, END = 1, 2


def path(work: pathlib.Path, order: int, shard: int, number: int) -> pathlib.Path:
    """Where a run is."""
    return work / "runs" / f"{order}-{shard:06}-{number:04}.npy"


def write(
    work: pathlib.Path, shard: int, layout: keys.Layout, rows: int, samples_every: int
) -> tuple[int, list[tuple[int, ...]]]:
    """Writes the runs of an order; returns how many there are and a sample of their keys, one for so many rows each."""
    ids = numbering.id_map(work, shard)
    source = (_counted if layout.order in TABLES else _windows)(work, shard, layout, ids, rows)
    count = 0
    samples: list[tuple[int, ...]] = []
    for run in source:
        numbering.saved(path(work, layout.order, shard, count), run)
        samples += keys.sample(run, samples_every)
        count += 1
    return count, samples


def _counted(
    work: pathlib.Path, shard: int, layout: keys.Layout, ids: numbering.Ids, rows: int
) -> Iterator[keys.Numbers]:
    names = [f"w{place}" for place in range(1, layout.order + 1)]
    query = f"SELECT split, {', '.join(names)}, n FROM {TABLES[layout.order]}"
    for table in tables.collected(database(work, shard), query, rows):
        packed = layout.pack([ids[_numbers(table, name)] for name in names], _numbers(table, "split"))
        yield keys.summed(packed, _numbers(table, "n").astype(np.uint64))


def _numbers(table: pa.Table, name: str) -> npt.NDArray[np.int64]:
    return table[name].to_numpy()


def _windows(
    work: pathlib.Path, shard: int, layout: keys.Layout, ids: numbering.Ids, rows: int
) -> Iterator[keys.Numbers]:
    for window in windows(_streams(work, shard, rows), layout.order):
        yield keys.summed(layout.pack([ids[words] for words in window], 0), None)


def _streams(work: pathlib.Path, shard: int, tokens: int) -> Iterator[npt.NDArray[np.int64]]:
    query = "SELECT ids FROM segment_block ORDER BY document, split, block"
    waiting: list[npt.NDArray[np.int64]] = []
    count = 0
    for batch in tables.batches(database(work, shard), query):
        for blob in batch.column(0):
            waiting.append(np.frombuffer(blob.as_buffer(), "<u4").astype(np.int64))
            count += len(waiting[-1])
            if count >= tokens:
                yield np.concatenate(waiting)
                waiting, count = [], 0
    if waiting:
        yield np.concatenate(waiting)


def windows(streams: Iterator[npt.NDArray[np.int64]], order: int) -> Iterator[list[npt.NDArray[np.int64]]]:
    """The windows of so many tokens in a stream that comes in pieces, as the columns of their words.

    A segment ends with `</s>` and may go on in the next piece.
    """
    before = np.zeros(0, np.int64)
    at_start = True
    for piece in streams:
        begins = np.concatenate([[0] if at_start else [], np.flatnonzero(piece == END) + 1]).astype(np.int64)
        at_start = bool(piece[-1] == END)
        if at_start:
            begins = begins[:-1]
        stream = np.concatenate([before, np.insert(piece, begins, START)])
        count = len(stream) - order + 1
        if count > 0:
            ends = np.concatenate([[0], np.cumsum(stream == END)])
            # No segment ends before the last token.
            inside = np.flatnonzero(ends[order - 1 : order - 1 + count] == ends[:count])
            yield [stream[inside + place] for place in range(order)]
        before = stream[len(stream) - min(len(stream), order - 1) :]
