"""A shard: documents that follow each other, read by `gram ingest` into a database of their own."""

import os
import pathlib
import shutil
import subprocess
import tempfile

from gramjob.attempts import PREFIX, publish
from gramjob.documents import Shard


class GramFailed(Exception):
    """The command ended with an error; the text is its own."""


def database(work: pathlib.Path, number: int) -> pathlib.Path:
    """Where a shard's database is."""
    return work / "shards" / f"{number:06}.db"


def run_gram(command: list[str], folder: str | None = None) -> None:
    """Runs the command.

    Raises GramFailed with what it wrote to standard error if it ends with anything but 0.
    """
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise GramFailed(said or f"{' '.join(command[:2])} ended with {done.returncode} and said nothing")


def ingest(shard: Shard, folder: str, work: pathlib.Path, gram: str, options: list[str]) -> int:
    """Makes the database of a shard and returns the bytes it takes.

    The command sees a folder of the same name that has the shard's files alone, as links: names, the choice of files
    and errors are those of an ingest of the whole folder.
    """
    source = pathlib.Path(os.path.abspath(folder))

    def make(own: pathlib.Path) -> None:
        place = pathlib.Path(tempfile.mkdtemp(prefix=PREFIX, dir=work))
        try:
            for path in shard.paths:
                link = place / source.name / path
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(source / path)
            run_gram([gram, "ingest", str(own), source.name, "--quiet", *options], str(place))
        finally:
            shutil.rmtree(place, ignore_errors=True)

    final = database(work, shard.number)
    publish(final, make)
    return final.stat().st_size
