#!/usr/bin/env python3
"""The job on a standalone cluster of a master and two workers on loopback: workers that die, tasks that run twice."""

import pathlib
import re
import subprocess
import tempfile
import time
import unittest

import support

support.require_spark()

from standalone import Cluster  # noqa: E402

PATIENCE = 150
HELD = "gram-000001"
# A shard is held up the first time that it is ingested; all times are noted.
HOLDING = """\
#!/bin/sh
shard=$(basename "$2" | cut -d. -f2)
if [ "$1" = ingest ]; then
    echo "$shard" >> '{place}/calls'
    if [ "$shard" = {held} ] && mkdir '{place}/held' 2>/dev/null; then sleep {seconds}; fi
fi
exec '{gram}' "$@"
"""
MEMORY = {"spark.executor.memory": "512m", "spark.driver.memory": "512m"}
SPECULATION = {
    "spark.speculation": "true", "spark.speculation.interval": "200ms", "spark.speculation.quantile": "0.5",
    "spark.speculation.minTaskRuntime": "2s",
}  # fmt: skip


class OnTwoWorkers(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        place = tempfile.TemporaryDirectory()
        cls.addClassCleanup(place.cleanup)
        cls.logs = pathlib.Path(place.name)
        cls.cluster = Cluster(cls.logs)
        cls.addClassCleanup(cls.cluster.stop)

    def setUp(self) -> None:
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = pathlib.Path(place.name)
        self.texts = support.texts(self.place / "texts", 21)

    def holding(self, seconds: int) -> pathlib.Path:
        path = self.place / "gram"
        values = {"place": self.place, "held": HELD, "seconds": seconds, "gram": support.GRAM}
        path.write_text(HOLDING.format(**values))
        path.chmod(0o755)
        return path

    def calls(self) -> list[str]:
        return (self.place / "calls").read_text().split()

    def submit(self, shape: str, output: pathlib.Path, *options: str, **settings: str) -> subprocess.Popen[str]:
        places = [output, self.texts, "--work", self.place / "work"]
        sizes = ["--shard-size", "4K", "--rows", "2000"]
        return self.cluster.submit({**MEMORY, **settings}, shape, *places, *sizes, *options)

    def finish(self, job: subprocess.Popen[str]) -> str:
        said = job.communicate(timeout=PATIENCE)[0]
        self.assertEqual(job.returncode, 0, said[-4000:])
        return said

    def one_ingest(self, *options: str) -> dict[str, str]:
        support.gram("ingest", self.place / "one.db", self.texts, *options)
        return support.dump(self.place / "one.db")

    def test_a_repeated_task_changes_nothing(self) -> None:
        made = self.place / "made.db"
        self.finish(self.submit("database", made, "--gram", str(self.holding(25)), **SPECULATION))
        self.assertGreaterEqual(self.calls().count(HELD), 2, "no task was repeated")
        self.assertEqual(support.dump(made), self.one_ingest())
        self.assertFalse((self.place / "work").exists())

    def test_a_shard_that_fails_fails_the_job_in_the_words_of_gram(self) -> None:
        (self.texts / "text 08.txt").write_bytes(b"good words\nbad \xff word\n")
        job = self.submit("database", self.place / "made.db", "--gram", str(support.GRAM))
        said = job.communicate(timeout=PATIENCE)[0]
        alone = subprocess.run(
            [support.GRAM, "ingest", self.place / "one.db", self.texts.name, "--quiet"],
            cwd=self.place, capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.assertEqual(job.returncode, 1, said[-4000:])
        self.assertIn(alone.stderr.strip(), said)
        self.assertEqual(len(re.findall("Traceback", said.split(alone.stderr.strip())[-1])), 0)
        self.assertFalse((self.place / "made.db").exists())

    def test_z_a_worker_that_dies_changes_nothing(self) -> None:
        # Last, for one worker is left then.
        job = self.submit("counts", self.place / "counts", "--gram", str(self.holding(6)), "--order", "5")
        end = time.monotonic() + PATIENCE
        while not (self.place / "held").exists() and time.monotonic() < end and job.poll() is None:
            time.sleep(0.1)
        self.cluster.kill(1)
        self.finish(job)
        self.one_ingest("--shares=1,0,0")
        for order in range(1, 6):
            lines = "".join(path.read_text() for path in sorted((self.place / f"counts/text/order={order}").iterdir()))
            rows = (line.split("\t") for line in lines.splitlines())
            found = {tuple(ngram.split(" ")): int(count) for ngram, count in rows}
            self.assertEqual(found, dict(support.naive_counts(self.place / "one.db", order)))


if __name__ == "__main__":
    unittest.main()
