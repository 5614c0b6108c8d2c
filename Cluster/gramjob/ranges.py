"""Ranges of keys, and what the runs of all shards have in them: the counts of all, each key once.

The ranges are cut by a sample of all keys, of whole keys and not of first words, so that no frequent word makes one
heavy.
"""

import dataclasses
import pathlib

import numpy as np

from gramjob import keys, numbering, runs

Key = tuple[int, ...]
# The spectra: of each of the first three splits, and of all together.
WHOLE = -1
SPECTRA = (WHOLE, 0, 1, 2)


@dataclasses.dataclass(frozen=True)
class Range:
    """A range of an order's keys; None is an open end."""

    layout: keys.Layout
    part: int
    low: Key | None
    high: Key | None


def cut(layout: keys.Layout, samples: list[Key], every: int, rows: int) -> list[Range]:
    """Ranges that have about so many rows of runs each, by a sample of one for each `every` rows."""
    ordered = sorted(samples)
    parts = max(1, -(-len(ordered) * every // rows))
    picked = (ordered[len(ordered) * part // parts] for part in range(1, parts))
    inner = sorted({keys.without_split(key) for key in picked})
    ends: list[Key | None] = [None, *inner, None]
    return [Range(layout, part, ends[part], ends[part + 1]) for part in range(len(ends) - 1)]


def collect(work: pathlib.Path, counts: list[int], of: Range) -> keys.Numbers:
    """The run of a range; `counts` says how many runs each shard has."""
    slices: list[keys.Numbers] = []
    for shard, count in enumerate(counts):
        for number in range(count):
            run = np.load(runs.path(work, of.layout.order, shard, number), mmap_mode="r")
            low = 0 if of.low is None else keys.position(run[:-1], of.low)
            high = run.shape[1] if of.high is None else keys.position(run[:-1], of.high)
            if high > low:
                slices.append(np.array(run[:, low:high]))
    return keys.merged(slices, len(of.layout.columns))


def over_splits(run: keys.Numbers) -> keys.Numbers:
    """A run with the counts of an n-gram's splits added up, under split 0."""
    whole = run.copy()
    whole[-2] = whole[-2] >> np.uint64(keys.SPLIT_BITS) << np.uint64(keys.SPLIT_BITS)
    first = keys.starts(whole[:-1])
    if not len(first):
        return whole
    return np.vstack([whole[:-1, first], np.add.reduceat(whole[-1], first)[np.newaxis]])


def of_words(run: keys.Numbers, layout: keys.Layout) -> keys.Numbers:
    """The rows without `<s>` and `</s>`, in the numbering by occurrence."""
    if not run.shape[1]:
        return run
    words = layout.unpack(run[:-1])[:-1]
    inside = np.ones(run.shape[1], bool)
    for word in words:
        inside &= (word != runs.START) & (word != runs.END)
    return run[:, inside]


def spectra(run: keys.Numbers, layout: keys.Layout) -> dict[int, dict[int, int]]:
    """How many n-grams of words occur how often, for each split and for all."""
    found = {}
    run = of_words(run, layout)
    splits = layout.unpack(run[:-1])[-1]
    for split in SPECTRA:
        counts = over_splits(run)[-1] if split == WHOLE else run[-1, splits == split]
        values, types = np.unique(counts, return_counts=True)
        found[split] = dict(zip(values.tolist(), types.tolist(), strict=True))
    return found


def part_path(work: pathlib.Path, order: int, part: int) -> pathlib.Path:
    """Where the run of a range is kept."""
    return work / "parts" / f"{order}-{part:06}.npy"


def reduce(work: pathlib.Path, counts: list[int], of: Range) -> dict[int, dict[int, int]]:
    """Writes the run of a range, and returns its spectra."""
    path = part_path(work, of.layout.order, of.part)
    if not path.exists():
        numbering.saved(path, collect(work, counts, of))
    return spectra(np.load(path), of.layout)


def frequent(work: pathlib.Path, of: Range, least: dict[int, int]) -> dict[int, list[list[int]]]:
    """For each spectrum the n-grams of words in a range that occur at least so often: counts and words."""
    run = of_words(np.load(part_path(work, of.layout.order, of.part)), of.layout)
    splits = of.layout.unpack(run[:-1])[-1]
    found = {}
    for split in SPECTRA:
        rows = over_splits(run) if split == WHOLE else run[:, splits == split]
        rows = rows[:, rows[-1] >= np.uint64(least[split])]
        fields = of.layout.unpack(rows[:-1])[:-1]
        found[split] = np.stack([rows[-1].astype(np.int64), *fields], axis=1).tolist()
    return found
