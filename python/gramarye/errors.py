"""What goes wrong, in the words of the command and the library: the fact, the likely cause, the remedy."""

from __future__ import annotations


class Note(UserWarning):
    """What the command or a model remarks on a result."""


class Error(Exception):
    """Any failure of Gramarye. ``code`` is its kind, as ``sysexits.h`` numbers it."""

    def __init__(self, message: str, code: int = 70) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self):
        return type(self), (str(self), self.code)


class UsageError(Error, ValueError):
    """Something was asked that there is not, or that goes together with nothing else."""


class DataError(Error, ValueError):
    """A text, a database or a file is not what it should be."""


class NoInputError(Error, FileNotFoundError):
    """A file that is to be read is not there."""

    # OSError would take a second argument for the text.
    def __str__(self) -> str:
        return str(self.args[0])


class BusyError(Error):
    """Another program holds the database; trying again may help."""


class OpenError(Error, OSError):
    """A model cannot be opened."""

    def __str__(self) -> str:
        return str(self.args[0])


_KINDS = {64: UsageError, 65: DataError, 66: NoInputError, 75: BusyError}


def error(message: str, code: int) -> Error:
    """The exception of a kind of failure."""
    return _KINDS.get(code, Error)(message, code)
