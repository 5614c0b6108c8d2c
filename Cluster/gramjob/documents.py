"""The documents of a folder in the order in which `gram ingest` reads them, and their cut into shards."""

import dataclasses
import os
import stat


@dataclasses.dataclass(frozen=True)
class Shard:
    """Files that follow each other: paths below the folder, in the order of their bytes."""

    number: int
    paths: tuple[str, ...]
    bytes: int


def listing(folder: str) -> list[tuple[str, int]]:
    """Paths below a folder and their bytes, as `gram ingest FOLDER` lists them: no hidden files, no links to folders.

    Raises OSError if a folder cannot be read.
    """
    found: list[tuple[str, int]] = []
    waiting = [""]
    while waiting:
        below = waiting.pop()
        with os.scandir(os.path.join(folder, below)) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                path = os.path.join(below, entry.name)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                    continue
                try:
                    status = entry.stat()
                except FileNotFoundError:  # A link that leads nowhere.
                    continue
                if stat.S_ISREG(status.st_mode):
                    found.append((path, status.st_size))
    found.sort(key=lambda file: os.fsencode(file[0]))
    return found


def cut(files: list[tuple[str, int]], most: int) -> list[Shard]:
    """Shards of whole files, of at most so many bytes where no file has more by itself."""
    shards: list[Shard] = []
    paths: list[str] = []
    size = 0
    for path, length in files:
        if paths and size + length > most:
            shards.append(Shard(len(shards), tuple(paths), size))
            paths, size = [], 0
        paths.append(path)
        size += length
    if paths:
        shards.append(Shard(len(shards), tuple(paths), size))
    return shards
