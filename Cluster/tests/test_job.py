#!/usr/bin/env python3
"""The job on two cores of one machine: its results are those of one ingest."""

import json
import os
import pathlib
import random
import sqlite3
import sys
import tempfile
import unittest

import support

support.require_spark()

from pyspark import SparkConf, SparkContext  # noqa: E402

from gramjob import counts, landing, stages  # noqa: E402

TOKENIZERS = ["whitespace", "words", "characters"]
WHITE_SPACE = {"<space>": " "}


class OnOneMachine(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        os.environ["PYSPARK_PYTHON"] = sys.executable
        # Where the workers find the modules.
        os.environ["PYTHONPATH"] = str(support.CLUSTER)
        conf = (
            SparkConf()
            .setMaster("local[2]")
            .set("spark.ui.enabled", "false")
            .set("spark.ui.showConsoleProgress", "false")
            .set("spark.driver.host", "127.0.0.1")
        )
        cls.context = SparkContext(conf=conf.set("spark.driver.bindAddress", "127.0.0.1"))
        cls.context.setLogLevel("OFF")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.context.stop()

    def setUp(self) -> None:
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = pathlib.Path(place.name)
        self.texts = self.place / "texts"
        self.texts.mkdir()

    def job(self, shape: str, options: list[str], shard_bytes: int, rows: int = 3000) -> stages.Job:
        work = self.place / f"work-{shape}"
        settings = stages.Settings(shape, str(self.texts), work, str(support.GRAM), options, shard_bytes, rows)
        job = stages.Job(self.context, settings, lambda line: None)
        job.ingest()
        return job

    def database(self, options: list[str], shard_bytes: int = 9000, rows: int = 3000) -> pathlib.Path:
        job = self.job("database", options, shard_bytes, rows)
        job.write_database(self.place / "job.db")
        return self.place / "job.db"

    def test_the_database_is_that_of_one_ingest(self) -> None:
        for seed, tokens in enumerate(TOKENIZERS):
            with self.subTest(tokens), tempfile.TemporaryDirectory() as place:
                self.place = pathlib.Path(place)
                self.texts = support.texts(self.place / "texts", seed)
                table = self.place / "table.csv"
                table.write_text('name,Year,Said by\ntext 01.txt,1851,"O""Neill"\ndeep/er/text 03.txt,,b\n')
                options = ["--tokens", tokens, "--metadata", str(table), "--threads", "1"]
                support.gram("ingest", self.place / "one.db", self.texts, *options)
                made = self.database(options)
                self.assertEqual(support.dump(made), support.dump(self.place / "one.db"))
                fingerprints = [
                    json.loads(support.gram("info", path, "--format", "json"))["provenance"]["corpus_fingerprint"]
                    for path in (made, self.place / "one.db")
                ]
                self.assertEqual(*fingerprints)
                self.assertEqual(
                    json.loads(support.gram("frequencies", made, "of the", "--format", "json"))["rows"],
                    json.loads(support.gram("frequencies", self.place / "one.db", "of the", "--format", "json"))[
                        "rows"
                    ],
                )

    def test_frequent_ngrams_are_those_above_a_count_that_all_texts_decide(self) -> None:
        generator = random.Random(5)
        for number in range(3):
            words = [f"w{generator.randrange(12_000)}" for _ in range(60_000)]
            (self.texts / f"{number}.txt").write_text("\n".join(words).replace("\n", " ", 30_000))
        support.gram("ingest", self.place / "one.db", self.texts, "--tokens", "whitespace")
        made = self.database(["--tokens", "whitespace"], 300_000, 200_000)
        with sqlite3.connect(made) as db:
            self.assertGreater(db.execute("SELECT value FROM setting WHERE name = 'frequent_-1_1'").fetchone()[0], 1)
        self.assertEqual(support.dump(made), support.dump(self.place / "one.db"))

    def test_counts_of_all_orders_are_those_of_one_machine(self) -> None:
        for seed, tokens in enumerate(TOKENIZERS, 7):
            with self.subTest(tokens), tempfile.TemporaryDirectory() as place:
                self.place = pathlib.Path(place)
                self.texts = support.texts(self.place / "texts", seed)
                options = ["--tokens", tokens, "--shares=1,0,0", "--no-text"]
                one = self.place / "one.db"
                support.gram("ingest", one, self.texts, *options)
                least = [1, 1, 2, 1, 3]
                sums = self.job("counts", options, 9000).write_counts(self.place / "counts", least)
                for order in range(1, 6):
                    expected = {
                        ngram: count
                        for ngram, count in support.naive_counts(one, order).items()
                        if count >= least[order - 1]
                    }
                    self.check_files(order, expected)
                    self.assertEqual(sums[order - 1], len(expected))
                    listed = json.loads(
                        support.gram(
                            "frequencies", one, "--order", order, "--limit", 0, "--minimum", least[order - 1],
                            "--format", "json",
                        )
                    )["rows"]  # fmt: skip
                    words = {ngram: count for ngram, count in expected.items() if not {"<s>", "</s>"} & set(ngram)}
                    self.assertEqual(words, {tuple(row["ngram"]): row["count"] for row in listed})

    def check_files(self, order: int, expected: dict[tuple[str, ...], int]) -> None:
        import pyarrow.dataset

        table = pyarrow.dataset.dataset(counts.folder(self.place / "counts", "parquet", order)).to_table()
        columns = [table[name].to_pylist() for name in table.column_names]
        found = {row[:-1]: row[-1] for row in zip(*columns, strict=True)}
        self.assertEqual(len(found), len(table))
        self.assertEqual(found, expected)
        paths = sorted(counts.folder(self.place / "counts", "text", order).iterdir())
        lines = "".join(path.read_text(encoding="utf-8") for path in paths).splitlines()
        rows = [(ngram.split(" "), int(count)) for ngram, count in (line.split("\t") for line in lines)]
        spelled = [(tuple(WHITE_SPACE.get(word, word) for word in ngram), count) for ngram, count in rows]
        self.assertEqual(spelled, sorted(spelled, key=lambda row: [word.encode() for word in row[0]]))
        self.assertEqual(dict(spelled), expected)

    def test_a_job_goes_on_where_it_was_and_only_there(self) -> None:
        support.texts(self.texts, 11)
        first = self.job("counts", ["--shares=1,0,0"], 9000)
        made = sorted((first.work / "shards").iterdir())
        times = [path.stat().st_mtime_ns for path in made]
        self.job("counts", ["--shares=1,0,0"], 9000)
        self.assertEqual([path.stat().st_mtime_ns for path in made], times)
        with self.assertRaises(stages.OtherWork):
            self.job("counts", ["--shares=1,0,0", "--letters-only"], 9000)
        again = self.job("counts", ["--shares=1,0,0"], 9000)
        (self.place / "work-counts" / "mine").write_text("not the job's")
        again.remove_work()
        self.assertEqual([path.name for path in again.work.iterdir()], ["mine"])
        with self.assertRaises(stages.OtherWork):
            self.job("counts", ["--shares=1,0,0"], 9000)
        (again.work / "mine").unlink()
        self.job("counts", ["--shares=1,0,0"], 9000)
        (self.texts / "new.txt").write_text("one more\n")
        with self.assertRaises(stages.OtherWork):
            self.job("counts", ["--shares=1,0,0"], 9000)

    def test_one_name_in_two_shards_is_an_error_and_leaves_nothing(self) -> None:
        for number, text in enumerate(["a b", "c d"]):
            (self.texts / f"{number}.csv").write_text(f"name,text\nsame,{text}\n")
        with self.assertRaisesRegex(landing.CannotLand, "Two documents are called same"):
            self.database(["--text-column", "text"], 20)
        self.assertEqual([path.name for path in self.place.iterdir() if "job.db" in path.name], [])


if __name__ == "__main__":
    unittest.main()
