"""One numbering of the types of all shards.

Each shard's types are sorted by their text; a task takes a range of texts from all of them. It knows, for each text,
who has it and who had it first, the least (shard, local id). Two numberings come of it:

- by first occurrence, 3 and on behind the three markers, as one ingest of all documents gives: the number of a type is
  how many types were first before it, which its first shard knows by counting its own firsts;
- by text, in the order of the bytes, so that n-grams sorted by number are sorted by word.
"""

import bisect
import dataclasses
import pathlib

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gramjob import tables
from gramjob.attempts import publish
from gramjob.shards import database

MARKERS = 3
SHARD_SHIFT = 32
Ids = npt.NDArray[np.int64]


def saved(path: pathlib.Path, array: npt.NDArray) -> None:
    """Writes an array as a file that is there whole or not at all."""

    def make(own: pathlib.Path) -> None:
        with open(own, "wb") as file:
            np.save(file, array)

    publish(path, make)


def save_table(path: pathlib.Path, table: pa.Table) -> None:
    """Writes a table that can be mapped into memory."""

    def make(own: pathlib.Path) -> None:
        with pa.OSFile(str(own), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)

    publish(path, make)


def mapped(path: pathlib.Path) -> pa.Table:
    """A table that `save_table` wrote."""
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()


def sorted_types(work: pathlib.Path, shard: int) -> pathlib.Path:
    """Where a shard's types are, sorted by text: columns `text` and `id`."""
    return work / "types" / f"shard-{shard:06}.arrow"


def sort_types(work: pathlib.Path, shard: int, samples: int) -> list[str]:
    """Sorts the types of a shard by the bytes of their text, and returns some of them."""
    path = sorted_types(work, shard)
    if not path.exists():
        table = pa.Table.from_batches(tables.batches(database(work, shard), "SELECT text, id FROM type ORDER BY id"))
        table = table.cast(pa.schema([("text", pa.large_string()), ("id", pa.int64())]))
        save_table(path, table.combine_chunks().sort_by("text"))
    texts = mapped(path)["text"]
    step = max(1, len(texts) // samples)
    return texts.take(pa.array(np.arange(step // 2, len(texts), step))).to_pylist()


def bounds(samples: list[list[str]], parts: int) -> list[str]:
    """Texts that cut all types into about equal ranges, ascending and distinct."""
    texts = sorted({text for some in samples for text in some}, key=lambda text: text.encode())
    return [texts[len(texts) * part // parts] for part in range(1, min(parts, len(texts)))]


class _Texts:
    """A column as a sequence of bytes, for bisection."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        self.column = column

    def __len__(self) -> int:
        return len(self.column)

    def __getitem__(self, index: int) -> bytes:
        return self.column[index].as_py().encode()


def _range(column: pa.ChunkedArray, cuts: list[str], part: int) -> tuple[int, int]:
    texts = _Texts(column)
    low = bisect.bisect_left(texts, cuts[part - 1].encode()) if part > 0 else 0
    high = bisect.bisect_left(texts, cuts[part].encode()) if part < len(cuts) else len(texts)
    return low, high


def united(work: pathlib.Path, part: int) -> pathlib.Path:
    """Where a range's distinct texts are, sorted: the column `text`."""
    return work / "types" / f"texts-{part:06}.arrow"


def _owners(work: pathlib.Path, part: int) -> pathlib.Path:
    return work / "types" / f"owners-{part:06}.npy"


def unite(work: pathlib.Path, shards: int, cuts: list[str], part: int) -> int:
    """Unites a range of texts of all shards, and returns how many distinct ones there are.

    For every type of every shard in the range, in this order, the file of owners has the shard, the local id, the first
    owner packed as shard · 2³² + local id, and the rank of the text in the range.
    """
    texts: list[pa.Table] = []
    numbers: list[Ids] = []
    for shard in range(shards):
        table = mapped(sorted_types(work, shard))
        low, high = _range(table["text"], cuts, part)
        table = table.slice(low, high - low)
        texts.append(table.select(["text"]))
        numbers.append(np.stack([np.full(len(table), shard), table["id"].to_numpy()]))
    column = pa.concat_tables(texts)["text"].combine_chunks()
    shard_ids = np.concatenate(numbers, axis=1)
    encoded = column.dictionary_encode()
    codes = encoded.indices.to_numpy().astype(np.int64)
    order = pc.sort_indices(encoded.dictionary).to_numpy()
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    # Shards stand in their order and each text once in a shard, so that an entry that is the first is the least.
    first = np.full(len(order), np.iinfo(np.int64).max)
    np.minimum.at(first, codes, shard_ids[0] << SHARD_SHIFT | shard_ids[1])
    saved(_owners(work, part), np.vstack([shard_ids, first[codes], ranks[codes]]))
    save_table(united(work, part), pa.table({"text": encoded.dictionary.take(pa.array(order))}))
    return len(order)


def _file(work: pathlib.Path, name: str, shard: int) -> pathlib.Path:
    return work / "types" / f"{name}-{shard:06}.npy"


def _of_shard(work: pathlib.Path, shard: int, part: int) -> npt.NDArray[np.int64]:
    owners = np.load(_owners(work, part), mmap_mode="r")
    low, high = np.searchsorted(owners[0], [shard, shard + 1])
    return owners[1:, low:high]


def number_by_text(work: pathlib.Path, shard: int, sizes: list[int]) -> None:
    """Writes the map of a shard's ids to those in the order of the texts."""
    count = len(mapped(sorted_types(work, shard)))
    ids = np.zeros(count, np.int64)
    base = 0
    for part, size in enumerate(sizes):
        local, _, rank = _of_shard(work, shard, part)
        ids[local] = base + rank
        base += size
    saved(_file(work, "map", shard), ids)


def find_firsts(work: pathlib.Path, shard: int, parts: int) -> int:
    """Writes who was first with each type of a shard, and ranks the shard's own firsts; returns how many there are."""
    count = len(mapped(sorted_types(work, shard)))
    owner = np.zeros(count, np.int64)
    for part in range(parts):
        local, first, _ = _of_shard(work, shard, part)
        owner[local] = first
    is_first = owner == (np.int64(shard) << SHARD_SHIFT | np.arange(count))
    is_first[:MARKERS] = False
    saved(_file(work, "owner", shard), owner)
    saved(_file(work, "rank", shard), np.cumsum(is_first) - 1)
    return int(is_first.sum())


def number_by_occurrence(work: pathlib.Path, shard: int, firsts: list[int]) -> None:
    """Writes the map of a shard's ids to those of first occurrence, once `find_firsts` has seen all shards."""
    owner = np.load(_file(work, "owner", shard))
    ids = np.arange(len(owner))
    base = MARKERS
    of = owner >> SHARD_SHIFT
    for number in range(shard + 1):
        mine = of == number
        mine[:MARKERS] = False
        ranks = np.load(_file(work, "rank", number), mmap_mode="r")
        ids[mine] = base + ranks[owner[mine] & ((1 << SHARD_SHIFT) - 1)]
        base += firsts[number]
    saved(_file(work, "map", shard), ids)


def id_map(work: pathlib.Path, shard: int) -> Ids:
    """The number of each local id."""
    return np.load(_file(work, "map", shard))


def new_types(work: pathlib.Path, shard: int) -> Ids:
    """The local ids of the types that a shard was first with, ascending."""
    ranks = np.load(_file(work, "rank", shard))
    return np.flatnonzero(np.diff(ranks, prepend=-1))


@dataclasses.dataclass(frozen=True)
class Texts:
    """The texts of all ids, sorted, mapped into memory."""

    column: pa.ChunkedArray

    @classmethod
    def of(cls, work: pathlib.Path, parts: int) -> "Texts":
        """Those that `unite` wrote."""
        return cls(pa.concat_tables(mapped(united(work, part)) for part in range(parts))["text"])
