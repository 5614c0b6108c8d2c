"""The command and the library, as they were built: where they are, and the library's functions (gramarye.h)."""

from __future__ import annotations

import ctypes
import os
import pathlib
import struct
import sys

_LIBRARY = "libgramarye.dylib" if sys.platform == "darwin" else "libgramarye.so"
_INTERFACE = 1


def _find(name: str) -> pathlib.Path:
    package = pathlib.Path(__file__).resolve().parent
    # In the package; where it is used as it stands in the repository, in the build beside it.
    places = [package / "_binaries", package.parent.parent / ".build" / "release"]
    for place in places:
        if (place / name).exists():
            return place / name
    raise ImportError(
        f"gramarye has no {name}.\nIt was installed before Gramarye was built.\n"
        "Run make build, then install it again: pip install --force-reinstall ./python"
    )


def command() -> str:
    """The path of ``gram``."""
    return str(_find("gram"))


def main() -> None:
    """Becomes ``gram``: what the script of that name runs."""
    path = command()
    os.execv(path, ["gram", *sys.argv[1:]])


#: ``gramarye_word_score``: log10 P, the length of the n-gram found, the word's number.
WORD_SCORE = struct.Struct("@diI")


def _load() -> ctypes.CDLL:
    # Calls of a CDLL let other threads of Python run.
    library = ctypes.CDLL(str(_find(_LIBRARY)))
    model, text, size, numbers = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p
    for name, result, *arguments in [
        ("interface", ctypes.c_int32),
        ("version", ctypes.c_char_p),
        ("last_error", ctypes.c_char_p),
        ("last_error_code", ctypes.c_int32),
        ("open", model, text, text),
        ("notes", ctypes.c_char_p, model),
        ("close", None, model),
        ("order", ctypes.c_int32, model),
        ("word_count", ctypes.c_uint32, model),
        ("word_id", ctypes.c_uint32, model, text, size),
        ("word_text", size, model, ctypes.c_uint32, text, size),
        ("score", ctypes.c_double, model, text, size, ctypes.c_int32),
        ("score_words", ctypes.c_ssize_t, model, text, size, ctypes.c_int32, ctypes.c_void_p, size),
        ("state_length", size, model),
        ("begin", None, model, numbers),
        ("begin_anywhere", None, model, numbers),
        ("next", ctypes.c_double, model, numbers, ctypes.c_uint32, numbers, ctypes.POINTER(ctypes.c_int32)),
    ]:
        function = getattr(library, f"gramarye_{name}")
        function.restype = result
        function.argtypes = arguments
    if library.gramarye_interface() != _INTERFACE:
        raise ImportError(
            f"{_LIBRARY} has interface {library.gramarye_interface()}, and this package is for {_INTERFACE}.\n"
            "They are of two versions of Gramarye.\nInstall the package of that version."
        )
    return library


library = _load()


def version() -> str:
    return library.gramarye_version().decode()


def last_error() -> tuple[str, int]:
    """What the last call of this thread that failed says, and its kind."""
    return library.gramarye_last_error().decode(), library.gramarye_last_error_code()
