#!/usr/bin/env python3
"""Counts n-grams of more text than one machine holds, as a Spark job over `gram ingest`.

spark-submit Cluster/job.py database CORPUS.db FOLDER --work DIR             one database, as one ingest makes it
spark-submit Cluster/job.py counts COUNTS FOLDER --work DIR --order 5        counts alone, Parquet and sorted text
spark-submit Cluster/job.py … -- --tokens whitespace                         options of `gram ingest` stand last

FOLDER and DIR are seen by all machines under the same path. README.md has the rest.
"""

import argparse
import os
import pathlib
import re
import shutil
import sys
import tempfile
import time
import uuid
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from py4j.protocol import Py4JJavaError  # noqa: E402
from pyspark import SparkConf, SparkContext  # noqa: E402

from gramjob import attempts, landing, stages  # noqa: E402

# What a shard must not decide for itself, and what the job sets.
RESERVED = {
    "--train", "--valid", "--test", "--name", "--replace", "--dry-run", "--base", "--threads", "--memory", "--format",
    "--html", "--svg", "--chart", "--open", "--quiet", "-q", "--wait",
}  # fmt: skip
OPTIONS_OF_FILES = {"--metadata", "--vocabulary"}
FAILURE = re.compile(r"gramjob\.shards\.GramFailed: (.*?)\n\n\tat ", re.DOTALL)
FAULT = re.compile(r"PythonException: (Traceback.*?)\n\n\tat ", re.DOTALL)
SIZES = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
HIGHEST_ORDER = 5


def size(text: str) -> int:
    """Bytes: 500M, 2G."""
    found = re.fullmatch(r"([1-9][0-9]*)([KMG]?)", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text} is no size such as 500M or 2G")
    return int(found[1]) * SIZES[found[2]]


def thresholds(text: str) -> list[int]:
    """How often n-grams of each order must occur: 1,1,2."""
    try:
        found = [int(part) for part in text.split(",")]
    except ValueError:
        found = []
    if not found or min(found) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no list of counts such as 1,1,2")
    return found


def arguments() -> tuple[argparse.Namespace, list[str]]:
    """What the user asks for, and the options of `gram ingest`."""
    given = sys.argv[1:]
    at = given.index("--") if "--" in given else len(given)
    given, options = given[:at], given[at + 1 :]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shape", choices=["database", "counts"])
    parser.add_argument("output", type=pathlib.Path, help="the database, or the folder of counts; must not be there")
    parser.add_argument("folder", help="the texts")
    parser.add_argument(
        "--work", type=pathlib.Path, required=True, help="a folder for shards and runs; the same job goes on there"
    )
    parser.add_argument("--gram", default="gram", help="the command, as the workers find it")
    parser.add_argument("--shard-size", type=size, default=1 << 30, help="bytes of text of a shard (1G)")
    parser.add_argument("--threads", type=int, default=1, help="of each gram ingest (1)")
    parser.add_argument("--memory", default="1G", help="of each gram ingest (1G)")
    parser.add_argument("--rows", type=int, default=4_000_000, help="n-grams that a task holds at once (4000000)")
    parser.add_argument("--order", type=int, default=3, help="counts: the highest order, 1 to 5 (3)")
    parser.add_argument(
        "--minimum", type=thresholds, default=[1], help="counts: least counts by order, the last for all higher (1)"
    )
    parser.add_argument(
        "--land", choices=["rows", "merge"], default="rows", help="database: by the job's own writer, or by gram merge"
    )
    parser.add_argument("--keep-work", action="store_true", help="leave the folder of work as it is")
    chosen = parser.parse_args(given)
    reserved = sorted({option.split("=")[0] for option in options} & RESERVED)
    if reserved:
        parser.error(f"{', '.join(reserved)} cannot be given to the ingest of shards")
    if chosen.shape == "counts":
        if not 1 <= chosen.order <= HIGHEST_ORDER:
            parser.error(f"--order is 1 to {HIGHEST_ORDER}")
        if {"--shares", "--split-by"} & {option.split("=")[0] for option in options}:
            parser.error("counts alone have no splits")
        if len(chosen.minimum) > chosen.order:
            parser.error("--minimum has more counts than there are orders")
    if chosen.rows < 1 or chosen.threads < 1:
        parser.error("--rows and --threads are 1 or more")
    return chosen, with_whole_paths(options)


def with_whole_paths(options: list[str]) -> list[str]:
    """Options whose files are named from the root, for the workers are elsewhere."""
    whole = list(options)
    for index, option in enumerate(options):
        name, equals, value = option.partition("=")
        if name in OPTIONS_OF_FILES and equals:
            whole[index] = f"{name}={os.path.abspath(value)}"
        elif name in OPTIONS_OF_FILES and index + 1 < len(options):
            whole[index + 1] = os.path.abspath(options[index + 1])
    return whole


def package(folder: pathlib.Path) -> str:
    """The job's modules as a file that Spark sends to the workers."""
    path = folder / "gramjob.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for module in sorted((HERE / "gramjob").glob("*.py")):
            archive.write(module, f"gramjob/{module.name}")
    return str(path)


def fill(job: stages.Job, chosen: argparse.Namespace) -> None:
    """Does the job and publishes its result, whole or not at all."""
    output = chosen.output.absolute()
    job.ingest()
    if chosen.shape == "database":
        if chosen.land == "merge":
            job.merge(output, ["--quiet"])
        else:
            job.write_database(output)
        return
    least = [*chosen.minimum, *[chosen.minimum[-1]] * (chosen.order - len(chosen.minimum))]
    own = output.parent / f".{output.name}.{uuid.uuid4().hex}"
    try:
        for order, count in enumerate(job.write_counts(own, least), 1):
            say(f"order {order}: {count:,} n-grams")
        own.rename(output)
    finally:
        shutil.rmtree(own, ignore_errors=True)


def say(line: str) -> None:
    """Tells the user."""
    print(line, file=sys.stderr, flush=True)


def main() -> int:
    chosen, options = arguments()
    if os.path.lexists(chosen.output):
        say(f"{chosen.output} is there already.")
        return 1
    if not os.path.isdir(chosen.folder):
        say(f"{chosen.folder} is no folder.")
        return 1
    gram = os.path.abspath(chosen.gram) if os.sep in chosen.gram else chosen.gram
    ingest = [f"--threads={chosen.threads}", f"--memory={chosen.memory}", *options]
    shape = chosen.shape if chosen.land == "rows" else chosen.land
    if shape == "counts":
        # The windows of texts as they stand, whole in one split.
        ingest += ["--shares=1,0,0", *({"--no-text"} - set(options))]
    settings = stages.Settings(
        shape, os.path.abspath(chosen.folder), chosen.work.absolute(), gram, ingest, chosen.shard_size, chosen.rows
    )
    begun = time.monotonic()
    context = SparkContext.getOrCreate(SparkConf().setIfMissing("spark.app.name", f"gram {chosen.shape}"))
    try:
        with tempfile.TemporaryDirectory() as folder:
            context.addPyFile(package(pathlib.Path(folder)))
            job = stages.Job(context, settings, say)
            say(f"{len(job.shards)} shards of {sum(shard.bytes for shard in job.shards):,} bytes")
            fill(job, chosen)
    except Py4JJavaError as error:
        # Spark wraps what a task said in the frames of its own.
        text = str(error.java_exception)
        found = FAILURE.search(text) or FAULT.search(text)
        say(found[1] if found else text.split("\n", 1)[0])
        return 1
    except (landing.CannotLand, stages.OtherWork, FileNotFoundError, stages.shards.GramFailed) as error:
        say(str(error))
        return 1
    finally:
        context.stop()
    if chosen.keep_work:
        attempts.remove_leftovers(settings.work)
    else:
        job.remove_work()
    say(f"done in {time.monotonic() - begun:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
