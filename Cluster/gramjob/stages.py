"""The stages of the job. Each maps a list of tasks over the cluster; what is large stays in the folder of work."""

import dataclasses
import json
import pathlib
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from pyspark import SparkContext

from gramjob import attempts, counts, documents, keys, landing, numbering, ranges, runs, shards

Task = TypeVar("Task")
Result = TypeVar("Result")
MANIFEST = "job.json"
FOLDERS = ("shards", "types", "runs", "parts")
TYPE_SAMPLES = 200
# A sample of a run's keys, one for each so many rows of a range.
SAMPLE_PART = 50


@dataclasses.dataclass(frozen=True)
class Settings:
    """What a job does, apart from where its results go."""

    shape: str
    folder: str
    work: pathlib.Path
    gram: str
    ingest_options: list[str]
    shard_bytes: int
    rows: int


class OtherWork(Exception):
    """The folder of work holds that of another job."""


class Job:
    """One job: shards first, then what is to become of them."""

    def __init__(self, context: SparkContext, settings: Settings, log: Callable[[str], None]) -> None:
        self.context, self.settings, self.log = context, settings, log
        self.work = settings.work
        self.seconds: dict[str, float] = {}
        files = documents.listing(settings.folder)
        if not files:
            raise FileNotFoundError(f"There is no file in {settings.folder}.")
        self.shards = documents.cut(files, settings.shard_bytes)
        self._claim(files)

    def _claim(self, files: list[tuple[str, int]]) -> None:
        """Makes the folder of work this job's, or goes on with what the same job has done there."""
        settings = self.settings
        wanted = json.dumps(
            {
                "shape": settings.shape,
                "files": files,
                "options": settings.ingest_options,
                "shard_bytes": settings.shard_bytes,
                "rows": settings.rows,
            }
        )
        self.work.mkdir(parents=True, exist_ok=True)
        manifest = self.work / MANIFEST
        if manifest.exists():
            if manifest.read_text() != wanted:
                raise OtherWork(f"{self.work} holds the work of another job, of other files or options.")
            attempts.remove_leftovers(self.work)
        elif any(self.work.iterdir()):
            raise OtherWork(f"{self.work} is to be the job's alone, and there is something in it.")
        else:
            attempts.publish(manifest, lambda own: own.write_text(wanted))
        for name in FOLDERS:
            (self.work / name).mkdir(exist_ok=True)

    def remove_work(self) -> None:
        """Removes what the job has made in its folder, and the folder where nothing else is in it."""
        for name in FOLDERS:
            shutil.rmtree(self.work / name)
        (self.work / MANIFEST).unlink()
        attempts.remove_leftovers(self.work)
        if not any(self.work.iterdir()):
            self.work.rmdir()

    def _run(self, stage: str, task: Callable[[Task], Result], tasks: Iterable[Task]) -> list[Result]:
        """Runs tasks, a Spark task each; a failed one fails the job once Spark has tried it often enough."""
        listed = list(tasks)
        begun = time.monotonic()

        def run(some: Iterator[Task]) -> Iterator[Result]:
            return map(task, some)

        results = self.context.parallelize(listed, len(listed)).mapPartitions(run).collect() if listed else []
        self._took(stage, begun)
        return results

    def _took(self, stage: str, begun: float) -> None:
        seconds = time.monotonic() - begun
        self.seconds[stage] = self.seconds.get(stage, 0) + seconds
        self.log(f"{stage}: {seconds:.1f} s")

    def ingest(self) -> None:
        """Makes a database of each shard."""
        work, folder, gram, options = self.work, self.settings.folder, self.settings.gram, self.settings.ingest_options
        self._run("ingest", lambda shard: shards.ingest(shard, folder, work, gram, options), self.shards)

    def _number(self, by_text: bool) -> int:
        """Numbers the types of all shards and returns the end of the ids."""
        work, numbers = self.work, range(len(self.shards))
        samples = self._run("types", lambda shard: numbering.sort_types(work, shard, TYPE_SAMPLES), numbers)
        cuts = numbering.bounds(samples, len(self.shards))
        count = len(numbers)
        sizes = self._run("types", lambda part: numbering.unite(work, count, cuts, part), range(len(cuts) + 1))
        self.texts_parts = len(sizes)
        if by_text:
            self._run("types", lambda shard: numbering.number_by_text(work, shard, sizes), numbers)
            return sum(sizes)
        parts = len(sizes)
        firsts = self._run("types", lambda shard: numbering.find_firsts(work, shard, parts), numbers)
        self._run("types", lambda shard: numbering.number_by_occurrence(work, shard, firsts), numbers)
        return numbering.MARKERS + sum(firsts)

    def _write_runs(self, ids: int, orders: range) -> dict[int, tuple[list[int], list[ranges.Range]]]:
        """Writes the runs of all orders; returns for each how many each shard has, and the ranges they are cut into."""
        work, rows = self.work, self.settings.rows
        every = max(1, rows // SAMPLE_PART)
        layouts = {order: keys.Layout(order, keys.bits_for(ids)) for order in orders}
        # Long tasks first.
        tasks = [(order, shard) for order in reversed(orders) for shard in range(len(self.shards))]
        written = self._run("runs", lambda task: runs.write(work, task[1], layouts[task[0]], rows, every), tasks)
        done = {}
        for order in orders:
            of_order = [result for task, result in zip(tasks, written, strict=True) if task[0] == order]
            samples = [key for _, some in of_order for key in some]
            done[order] = ([count for count, _ in of_order], ranges.cut(layouts[order], samples, every, rows))
        return done

    def write_counts(self, output: pathlib.Path, least: list[int]) -> list[int]:
        """Writes the counts of orders 1 to N as files, and returns how many n-grams of each there are.

        `least` has for each order how often an n-gram must occur.
        """
        orders = range(1, len(least) + 1)
        done = self._write_runs(self._number(by_text=True), orders)
        for order in orders:
            for kind in ("parquet", "text"):
                counts.folder(output, kind, order).mkdir(parents=True)
        work, texts = self.work, self.texts_parts
        tasks = [(part, done[order][0], least[order - 1]) for order in reversed(orders) for part in done[order][1]]
        written = self._run("reduce", lambda task: counts.reduce(work, output, task[1], task[0], texts, task[2]), tasks)
        sums = [0] * len(least)
        for (part, _, _), count in zip(tasks, written, strict=True):
            sums[part.layout.order - 1] += count
        return sums

    def write_database(self, output: pathlib.Path) -> None:
        """Makes one database of all shards."""
        orders = range(1, landing.LARGEST_ORDER + 1)
        done = self._write_runs(self._number(by_text=False), orders)
        work = self.work
        tasks = [(part, done[order][0]) for order in reversed(orders) for part in done[order][1]]
        found = self._run("reduce", lambda task: ranges.reduce(work, task[1], task[0]), tasks)
        spectra = {order: {split: {} for split in ranges.SPECTRA} for order in orders}
        for (part, _), some in zip(tasks, found, strict=True):
            for split, spectrum in some.items():
                _add(spectra[part.layout.order][split], spectrum)
        least = {order: landing.least_counts(spectra[order]) for order in orders}
        rows = self._run("reduce", lambda task: ranges.frequent(work, task[0], least[task[0].layout.order]), tasks)
        frequent = {order: {split: [] for split in ranges.SPECTRA} for order in orders}
        for (part, _), some in zip(tasks, rows, strict=True):
            for split, ngrams in some.items():
                frequent[part.layout.order][split] += ngrams
        begun = time.monotonic()
        target = landing.Landing(self.work, output, len(self.shards))
        try:
            target.write({order: done[order][1] for order in orders}, spectra, frequent)
        except BaseException:
            target.abandon()
            raise
        self._took("landing", begun)

    def merge(self, output: pathlib.Path, options: list[str]) -> None:
        """Has `gram merge` make one database of all shards."""
        begun = time.monotonic()
        landing.by_merge(self.work, output, len(self.shards), self.settings.gram, options)
        self._took("landing", begun)


def _add(spectrum: dict[int, int], other: dict[int, int]) -> None:
    for count, types in other.items():
        spectrum[count] = spectrum.get(count, 0) + types
