#!/usr/bin/env python3
"""How much faster two workers of one core are than one, on a standalone cluster on loopback.

Benchmarks/cluster/measure.py GRAM FOLDER --work DIR [--megabytes 500] [--runs 3] [--shape counts] [--order 3]

Counts the first so many megabytes of a folder of books by the job of Cluster/, in turn with one worker and with two,
tasks with one thread, and prints the medians of the seconds of each stage. Landing is serial and no part of the ratio.
Runs under a Python that has what Cluster/requirements.txt names.
"""

import argparse
import pathlib
import re
import shutil
import statistics
import sys
import tempfile

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "Cluster/tests"), str(ROOT / "Benchmarks/cluster")]

import growth  # noqa: E402
import standalone  # noqa: E402

STAGES = ["ingest", "types", "runs", "reduce"]
STAGE = re.compile(r"^(\w+): ([\d.]+) s$", re.MULTILINE)


def run(chosen: argparse.Namespace, texts: pathlib.Path, workers: int) -> dict[str, float]:
    """The seconds of each stage of one job."""
    place = pathlib.Path(tempfile.mkdtemp(prefix="cluster-", dir=chosen.work))
    cluster = standalone.Cluster(place, workers, "3G")
    try:
        options = ["--work", place / "work", "--gram", chosen.gram.absolute(), "--shard-size", chosen.shard_size]
        if chosen.shape == "counts":
            options += ["--order", chosen.order]
        job = cluster.submit({"spark.executor.memory": "1g"}, chosen.shape, place / "result", texts, *options)
        said = job.communicate()[0]
        if job.returncode:
            sys.exit(said)
    finally:
        cluster.stop()
        shutil.rmtree(place)
    seconds: dict[str, float] = {}
    for stage, number in STAGE.findall(said):
        seconds[stage] = seconds.get(stage, 0) + float(number)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gram", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--shard-size", default="50M")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--shape", choices=["counts", "database"], default="counts")
    parser.add_argument("--order", default="3")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    chosen = parser.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=chosen.work) as place:
        texts = growth.folder_of(chosen.folder, chosen.megabytes * 1_000_000, pathlib.Path(place))
        found: dict[int, list[dict[str, float]]] = {workers: [] for workers in chosen.workers}
        for _ in range(chosen.runs):
            for workers in chosen.workers:
                found[workers].append(run(chosen, texts, workers))
                print(f"{workers} workers: {found[workers][-1]}", file=sys.stderr, flush=True)
    print("| workers | " + " | ".join([*STAGES, "together", "landing"]) + " |")
    print("|---|" + "---:|" * (len(STAGES) + 2))
    sums = {}
    for workers, runs in found.items():
        middle = [statistics.median(one[stage] for one in runs) for stage in STAGES]
        sums[workers] = statistics.median(sum(one[stage] for stage in STAGES) for one in runs)
        landing = statistics.median(one.get("landing", 0) for one in runs)
        cells = [*middle, sums[workers], landing]
        print(f"| {workers} | " + " | ".join(f"{number:.1f}" for number in cells) + " |")
    if len(sums) > 1:
        first, last = chosen.workers[0], chosen.workers[-1]
        print(f"\n{last} workers are {sums[first] / sums[last]:.2f} times as fast as {first}")


if __name__ == "__main__":
    main()
