"""Files that are there whole or not at all, however often a task is tried, and by how many at once."""

import os
import pathlib
import shutil
import uuid
from collections.abc import Callable

# What the names of files begin with that are in the making.
PREFIX = ".gram-"


def publish(final: pathlib.Path, make: Callable[[pathlib.Path], object]) -> None:
    """Has a file made under a name of this attempt's own, and gives it its own name when it is on the disk.

    Nothing is done where the file is there: attempts make the same, so that the first one's stands.
    """
    if final.exists():
        return
    own = final.parent / f"{PREFIX}{final.name}.{uuid.uuid4().hex}"
    try:
        make(own)
        with open(own, "rb") as file:
            os.fsync(file.fileno())
        if not final.exists():
            own.rename(final)
    finally:
        own.unlink(missing_ok=True)


def remove_leftovers(work: pathlib.Path) -> None:
    """Removes what attempts that were killed have left; only when no task runs."""
    for path in list(work.rglob(f".*{PREFIX[1:]}*")):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
