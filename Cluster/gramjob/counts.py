"""Counts as files: Parquet and sorted text, a part for each range, in the order of the words.

The text has SRILM's layout, `w1 w2<TAB>n`. Words stand in the order of their bytes, so that the parts one after the
other are sorted. White space in a token, as characters have it, is written as in the ARPA files of `gram export`.
"""

import pathlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gramjob import ranges
from gramjob.attempts import publish
from gramjob.keys import Layout, Numbers
from gramjob.numbering import Texts

ROWS_AT_ONCE = 1_000_000


def folder(output: pathlib.Path, kind: str, order: int) -> pathlib.Path:
    """Where the parts of an order are."""
    return output / kind / f"order={order}"


def reduce(
    work: pathlib.Path, output: pathlib.Path, counts: list[int], of: ranges.Range, texts_parts: int, least: int
) -> int:
    """Writes the n-grams of a range that occur at least so often, and returns how many there are."""
    run = ranges.over_splits(ranges.collect(work, counts, of))
    run = run[:, run[-1] >= np.uint64(least)]
    texts = Texts.of(work, texts_parts).column
    name, layout = f"part-{of.part:06}", of.layout
    parquet, text = (folder(output, kind, layout.order) for kind in ("parquet", "text"))
    publish(parquet / f"{name}.parquet", lambda own: _write_parquet(own, run, layout, texts))
    publish(text / f"{name}.txt", lambda own: _write_text(own, run, layout, texts))
    return run.shape[1]


def _tables(run: Numbers, layout: Layout, texts: pa.ChunkedArray) -> list[pa.Table]:
    names = [f"w{place}" for place in range(1, layout.order + 1)]
    tables = []
    for start in range(0, max(1, run.shape[1]), ROWS_AT_ONCE):
        rows = run[:, start : start + ROWS_AT_ONCE]
        words = layout.unpack(rows[:-1])[:-1]
        columns = {name: texts.take(pa.array(ids)) for name, ids in zip(names, words, strict=True)}
        tables.append(pa.table({**columns, "n": pa.array(rows[-1].astype(np.int64))}))
    return tables


def _write_parquet(own: pathlib.Path, run: Numbers, layout: Layout, texts: pa.ChunkedArray) -> None:
    tables = _tables(run, layout, texts)
    with pq.ParquetWriter(own, tables[0].schema, compression="zstd") as writer:
        for table in tables:
            writer.write_table(table)


def _write_text(own: pathlib.Path, run: Numbers, layout: Layout, texts: pa.ChunkedArray) -> None:
    with pa.OSFile(str(own), "wb") as file:
        for table in _tables(run, layout, texts):
            if not len(table):
                continue
            words = [written(table[f"w{place}"]) for place in range(1, layout.order + 1)]
            numbers = pc.cast(table["n"], pa.large_string())
            ngrams = pc.binary_join_element_wise(*words, _mark(" ")) if len(words) > 1 else words[0]
            lines = pc.binary_join_element_wise(ngrams, numbers, _mark("\t"))
            lines = pc.binary_join_element_wise(lines, _mark(""), _mark("\n"))
            for chunk in lines.chunks:
                file.write(_data(chunk))


def _mark(text: str) -> pa.LargeStringScalar:
    return pa.scalar(text, pa.large_string())


def _data(lines: pa.LargeStringArray) -> memoryview:
    ends = np.frombuffer(lines.buffers()[1], np.int64, len(lines) + 1, lines.offset * 8)
    return memoryview(lines.buffers()[2])[ends[0] : ends[-1]]


def written(words: pa.ChunkedArray) -> pa.ChunkedArray:
    """Words as text files have them: a space is `<space>`, other white space `<space:9-A>`, by its scalars."""
    marked = pc.or_(pc.match_substring_regex(words, "[ \t-\r]"), pc.starts_with(words, "<space"))
    if not pc.any(marked).as_py():
        return words
    spelled = [
        word if not mark else "<space>" if word == " " else _by_scalars(word)
        for word, mark in zip(words.to_pylist(), marked.to_pylist(), strict=True)
    ]
    return pa.chunked_array([pa.array(spelled, pa.large_string())])


def _by_scalars(word: str) -> str:
    return f"<space:{'-'.join(f'{ord(scalar):X}' for scalar in word)}>"
