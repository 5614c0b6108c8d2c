#!/usr/bin/env python3
"""The job's parts by themselves: keys, windows, ranges, documents, attempts."""

import collections
import itertools
import pathlib
import random
import sqlite3
import tempfile
import unittest

import support

try:
    import numpy as np

    from gramjob import attempts, documents, keys, numbering, ranges, runs
except ImportError:
    support.require(False, "what requirements.txt names")


class Keys(unittest.TestCase):
    def test_what_is_packed_comes_out_and_sorts_as_its_words(self) -> None:
        generator = random.Random(1)
        for order, bits in itertools.product(range(1, 6), [1, 2, 7, 20, 21, 31, 32]):
            layout = keys.Layout(order, bits)
            rows = sorted(
                tuple(generator.randrange(1 << bits) for _ in range(order)) + (generator.randrange(4),)
                for _ in range(50)
            )
            fields = [np.array(column, np.int64) for column in zip(*rows, strict=True)]
            packed = layout.pack(fields[:-1], fields[-1])
            self.assertEqual([tuple(map(int, row)) for row in zip(*layout.unpack(packed), strict=True)], rows)
            columns = list(map(tuple, packed.T.tolist()))
            self.assertEqual(columns, sorted(columns))

    def test_three_words_of_a_million_types_are_one_column(self) -> None:
        self.assertEqual(
            [len(keys.Layout(order, keys.bits_for(1 << 20)).columns) for order in (1, 2, 3, 4, 5)], [1, 1, 1, 2, 2]
        )

    def test_runs_merge_to_the_counts_of_a_dictionary(self) -> None:
        generator = random.Random(2)
        for columns in (1, 2, 3):
            expected: collections.Counter[tuple[int, ...]] = collections.Counter()
            pieces = []
            for size in (0, 1, 40, 300):
                found = [tuple(generator.randrange(5) for _ in range(columns)) for _ in range(size)]
                counts = [generator.randrange(1, 1 << 40) for _ in found]
                for key, count in zip(found, counts, strict=True):
                    expected[key] += count
                packed = np.array(found, np.uint64).reshape(-1, columns).T.copy()
                pieces.append(keys.summed(packed, np.array(counts, np.uint64)))
            run = keys.merged(pieces, columns)
            got = {tuple(map(int, row[:-1])): int(row[-1]) for row in run.T}
            self.assertEqual(got, dict(expected))
            self.assertEqual(list(got), sorted(got))
            for key in itertools.product(range(6), repeat=columns):
                self.assertEqual(keys.position(run[:-1], key), sum(other < key for other in got))


class Windows(unittest.TestCase):
    def test_windows_lie_inside_segments_however_the_stream_is_cut(self) -> None:
        generator = random.Random(3)
        for order in range(1, 6):
            stream: list[int] = []
            expected: collections.Counter[tuple[int, ...]] = collections.Counter()
            for length in (0, 1, 2, 5, 0, 9, 30):
                segment = [generator.randrange(3, 6) for _ in range(length)] + [runs.END]
                stream += segment
                whole = [runs.START, *segment]
                expected.update(tuple(whole[at : at + order]) for at in range(len(whole) - order + 1))
            for size in range(1, len(stream) + 1):
                pieces = (np.array(stream[at : at + size], np.int64) for at in range(0, len(stream), size))
                found: collections.Counter[tuple[int, ...]] = collections.Counter()
                for columns in runs.windows(pieces, order):
                    found.update(zip(*(column.tolist() for column in columns), strict=True))
                self.assertEqual(found, expected, f"order {order}, pieces of {size}")


class Ranges(unittest.TestCase):
    def test_a_frequent_first_word_makes_no_range_heavy_and_splits_stay_together(self) -> None:
        layout = keys.Layout(2, 10)
        # Nine tenths of all bigrams begin with one word.
        rows = sorted({(7 if place % 10 else place % 97, place % 1000, place % 4) for place in range(4000)})
        fields = [np.array(column, np.int64) for column in zip(*rows, strict=True)]
        run = keys.summed(layout.pack(fields[:-1], fields[-1]), None)
        cuts = ranges.cut(layout, keys.sample(run, 10), 10, run.shape[1] // 8)
        self.assertGreater(len(cuts), 5)
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder)
            (work / "runs").mkdir()
            numbering.saved(runs.path(work, 2, 0, 0), run)
            parts = [ranges.collect(work, [1], part) for part in cuts]
        np.testing.assert_array_equal(np.concatenate(parts, axis=1), run)
        self.assertLess(max(part.shape[1] for part in parts), run.shape[1] // 4)
        for before, after in itertools.pairwise(parts):
            self.assertLess(int(before[0, -1]) >> 2, int(after[0, 0]) >> 2)


class Documents(unittest.TestCase):
    def test_the_listing_is_that_of_an_ingest(self) -> None:
        support.require(support.GRAM.exists(), str(support.GRAM))
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place) / "texts"
            for name in ("b.txt", "a/z.txt", "a.txt", "a-b.txt", "ä.txt", "Z.TXT", ".no.txt", ".no/x.txt", "a b/c.txt"):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(f"the text of {name}\n")
            (folder / "link.txt").symlink_to(folder / "b.txt")
            (folder / "loop").symlink_to(folder)
            (folder / "nowhere.txt").symlink_to(folder / "nothing.txt")
            support.gram("ingest", f"{place}/all.db", folder)
            with sqlite3.connect(f"{place}/all.db") as db:
                names = [name for (name,) in db.execute("SELECT name FROM document ORDER BY id")]
            self.assertEqual([path for path, _ in documents.listing(str(folder))], names)

    def test_shards_are_whole_files_in_order(self) -> None:
        generator = random.Random(4)
        files = [(f"{number:03}", generator.randrange(1, 300)) for number in range(100)]
        shards = documents.cut(files, 500)
        self.assertEqual([path for shard in shards for path in shard.paths], [path for path, _ in files])
        self.assertTrue(all(shard.bytes <= 500 for shard in shards))
        self.assertTrue(all(one.bytes + dict(files)[other.paths[0]] > 500 for one, other in itertools.pairwise(shards)))
        self.assertEqual([len(shard.paths) for shard in documents.cut([("a", 900), ("b", 1)], 500)], [1, 1])


class Attempts(unittest.TestCase):
    def test_a_file_is_there_whole_or_not_at_all(self) -> None:
        with tempfile.TemporaryDirectory() as place:
            final = pathlib.Path(place) / "result"

            def fails(own: pathlib.Path) -> None:
                own.write_text("half")
                raise RuntimeError

            with self.assertRaises(RuntimeError):
                attempts.publish(final, fails)
            self.assertEqual(list(final.parent.iterdir()), [])

            def slow(own: pathlib.Path) -> None:
                # Another attempt is done meanwhile.
                attempts.publish(final, lambda other: other.write_text("first"))
                own.write_text("second")

            attempts.publish(final, slow)
            self.assertEqual(final.read_text(), "first")
            self.assertEqual(list(final.parent.iterdir()), [final])


if __name__ == "__main__":
    unittest.main()
