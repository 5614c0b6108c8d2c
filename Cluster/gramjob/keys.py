"""n-grams as columns of 64-bit numbers that sort as their words do, and their sorted, summed runs.

A key holds the ids of the words and, in its last two bits, the split, so that the splits of an n-gram stand side by
side. With `bits` for an id, as many fields share a column as fit: three words of up to a million types are one column.
A run is an array of the shape (columns + 1, rows), the counts in its last row; keys ascend and are distinct.
"""

import dataclasses

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]
SPLIT_BITS = 2


@dataclasses.dataclass(frozen=True)
class Layout:
    """How the fields of an n-gram lie in columns."""

    order: int
    bits: int

    @property
    def columns(self) -> list[list[int]]:
        """For each column the fields in it: 0 to order − 1 are the words, `order` is the split."""
        columns: list[list[int]] = [[]]
        room = 64
        for field in range(self.order + 1):
            if self.width(field) > room:
                columns.append([])
                room = 64
            columns[-1].append(field)
            room -= self.width(field)
        return columns

    def width(self, field: int) -> int:
        """Bits of a field."""
        return SPLIT_BITS if field == self.order else self.bits

    def pack(self, words: list[npt.NDArray[np.int64]], splits: npt.NDArray[np.int64] | int) -> Numbers:
        """Keys of n-grams, a column a row of the result."""
        fields = [*words, splits]
        packed = np.zeros((len(self.columns), len(words[0])), np.uint64)
        for column, members in enumerate(self.columns):
            for field in members:
                packed[column] <<= np.uint64(self.width(field))
                packed[column] |= np.asarray(fields[field]).astype(np.uint64)
        return packed

    def unpack(self, keys: Numbers) -> list[npt.NDArray[np.int64]]:
        """The words of keys and, last, their splits."""
        fields: dict[int, npt.NDArray[np.int64]] = {}
        for column, members in enumerate(self.columns):
            rest = keys[column]
            for field in reversed(members):
                fields[field] = (rest & np.uint64((1 << self.width(field)) - 1)).astype(np.int64)
                rest = rest >> np.uint64(self.width(field))
        return [fields[field] for field in range(self.order + 1)]


def bits_for(ids: int) -> int:
    """How many bits the ids below a bound take."""
    return max(1, (ids - 1).bit_length())


def starts(keys: Numbers) -> npt.NDArray[np.int64]:
    """Where a new key begins among sorted ones."""
    if keys.shape[1] == 0:
        return np.zeros(0, np.int64)
    differs = np.zeros(keys.shape[1] - 1, bool)
    for column in keys:
        differs |= column[1:] != column[:-1]
    return np.concatenate([[0], np.flatnonzero(differs) + 1])


def summed(keys: Numbers, counts: Numbers | None) -> Numbers:
    """The run of keys in any order and as often as they may come; `counts` is None where each is to count 1."""
    if len(keys) == 1 and counts is None:
        keys = np.sort(keys, axis=1)
    else:
        # A stable sort of one column is a merge of the ascending stretches that it finds.
        order = np.argsort(keys[0], kind="stable") if len(keys) == 1 else np.lexsort(keys[::-1])
        keys = keys[:, order]
        counts = counts if counts is None else counts[order]
    first = starts(keys)
    if counts is None:
        sums = np.diff(np.append(first, keys.shape[1])).astype(np.uint64)
    else:
        sums = np.add.reduceat(counts, first) if len(first) else counts
    return np.vstack([keys[:, first], sums[np.newaxis]])


def merged(runs: list[Numbers], columns: int) -> Numbers:
    """The run of several."""
    if not runs:
        return np.zeros((columns + 1, 0), np.uint64)
    together = np.concatenate(runs, axis=1)
    return summed(together[:-1], together[-1])


def position(run: Numbers, key: tuple[int, ...]) -> int:
    """How many rows of a run stand before a key."""
    low, high = 0, run.shape[1]
    for column, number in zip(run, key, strict=False):
        values = column[low:high]
        wanted = np.uint64(number)
        after = low + int(np.searchsorted(values, wanted, "right"))
        low += int(np.searchsorted(values, wanted, "left"))
        high = after
    return low


def without_split(key: tuple[int, ...]) -> tuple[int, ...]:
    """The first key that an n-gram can have."""
    return (*key[:-1], key[-1] >> SPLIT_BITS << SPLIT_BITS)


def sample(run: Numbers, every: int) -> list[tuple[int, ...]]:
    """Keys of a run, one for each so many rows."""
    return [tuple(map(int, key)) for key in run[:-1, every // 2 :: every].T]
