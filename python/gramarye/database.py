"""Databases of Gramarye: what the command says of a corpus, as tables.

Every answer is the command's own, in JSON, so that Python, the command line and its pages never disagree.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from typing import TYPE_CHECKING, Any, Iterable, Optional, Union

from ._native import command
from .errors import Note, error
from .model import Model

if TYPE_CHECKING:
    import pandas

Path = Union[str, os.PathLike]
#: One value of an option, or several.
Several = Union[str, int, Iterable[Union[str, int]]]


class Table(list):
    """Rows of a result, each a dictionary, where pandas is not there; ``attrs`` has the rest of the result."""

    def __init__(self, rows: Iterable[dict], attrs: dict) -> None:
        super().__init__(rows)
        self.attrs = attrs


def open(path: Path, *, as_pandas: Optional[bool] = None) -> Database:
    """The database of a corpus.

    :param as_pandas: whether results are DataFrames; ``None`` makes them so where pandas is installed.
    :raises NoInputError: if there is no such file; :class:`UsageError` if it is a text, not a database.
    """
    database = Database(path, as_pandas=as_pandas)
    database.run("info")
    return database


def ingest(
    path: Path, *texts: Path, text: Optional[str] = None, as_pandas: Optional[bool] = None, **options: Any
) -> Database:
    """Reads texts into a database, which is made if there is none: ``ingest("book.db", "book.txt", tokens="words")``.

    :param texts: files, folders, archives.
    :param text: a text itself; ``name`` is the document's.
    :param options: those of ``gram ingest``, with ``_`` for ``-``; ``train=``, ``valid=``, ``test=`` take files.
    """
    database = Database(path, as_pandas=as_pandas)
    database.ingest(*texts, text=text, **options)
    return database


class Database:
    """A corpus, its counts and its models, in a file. :func:`open` looks whether it is one.

    Options are those of the command, ``gram help frequencies``, with ``_`` for ``-``: ``True`` sets a flag, ``None`` and
    ``False`` leave an option out, a list gives an option several times. A table is whole unless ``limit`` is given.
    """

    def __init__(self, path: Path, *, as_pandas: Optional[bool] = None) -> None:
        self.path = os.path.abspath(os.fspath(path))
        self._as_pandas = _has_pandas() if as_pandas is None else as_pandas

    def __repr__(self) -> str:
        return f"<Database {os.path.basename(self.path)}>"

    # Any command

    def run(self, name: str, /, *arguments: Any, input: Optional[str] = None, **options: Any) -> dict[str, Any]:
        """The result of a command as it is in JSON: ``rows``, ``provenance`` and what else the command has.

        :param input: what the command reads as its standard input.

        >>> book.run("next", "of the", model="mkn:3", limit=5)["rows"]
        """
        output = self._output(name, arguments, options | {"format": "json"}, input)
        return json.loads(output) if output.strip() else {"rows": []}

    def table(
        self, name: str, /, *arguments: Any, input: Optional[str] = None, **options: Any
    ) -> Union[Table, pandas.DataFrame]:
        """The rows of a command's result as a table, whose ``attrs`` have the rest of the result."""
        result = self.run(name, *arguments, input=input, **options)
        rows = [{key: _cell(value) for key, value in row.items()} for row in result.pop("rows", [])]
        if not self._as_pandas:
            return Table(rows, result)
        import pandas

        frame = pandas.DataFrame(rows)
        for key in frame.columns:
            # Whole numbers stay whole where some are missing.
            values = frame[key]
            if values.dtype == "float64" and all(isinstance(row.get(key), (int, type(None))) for row in rows):
                frame[key] = values.astype("Int64")
        frame.attrs.update(result)
        return frame

    def _output(
        self, name: str, arguments: Iterable[Any], options: dict[str, Any], input: Optional[str] = None
    ) -> str:
        line = [command(), name, self.path, *_options(options)]
        words = [os.fspath(word) if isinstance(word, os.PathLike) else str(word) for word in arguments]
        # What begins with a dash is no option here; - itself is the standard input.
        line += ["--", *words] if any(word.startswith("-") and word != "-" for word in words) else words
        environment = dict(os.environ, NO_COLOR="1", COLUMNS="80")
        done = subprocess.run(line, input=(input or "").encode(), capture_output=True, env=environment)
        said = done.stderr.decode("utf-8", "replace")
        if done.returncode < 0:
            raise KeyboardInterrupt if done.returncode == -2 else error(f"gram was ended by signal {-done.returncode}", 70)
        if done.returncode:
            before, _, failure = f"\n{said}".rpartition("\ngram: ")
            _tell(before)
            raise KeyboardInterrupt if done.returncode == 130 else error(failure.strip(), done.returncode)
        _tell(said)
        return done.stdout.decode("utf-8")

    # The corpus

    def info(self, model: Optional[str] = None, **options: Any) -> dict[str, Any]:
        """What is in the database, or what one of its models is made of."""
        return self.run("info", *_given(model), **options)

    def vocabulary(self, *, limit: int = 0, **options: Any) -> Union[Table, pandas.DataFrame]:
        """The vocabulary that models of this corpus have."""
        return self.table("vocabulary", limit=limit, **options)

    def metadata(self, **options: Any) -> Union[Table, pandas.DataFrame]:
        """The documents and what is known of them."""
        return self.table("metadata", **({"limit": 0} | options))

    def tokenize(self, text: str, **options: Any) -> Union[Table, pandas.DataFrame]:
        """A text, cut as the corpus is."""
        return self.table("tokenize", text, **options)

    def frequencies(
        self, *words: Union[str, Iterable[str]], order: Optional[int] = None, where: Optional[str] = None,
        limit: int = 0, **options: Any,
    ) -> Union[Table, pandas.DataFrame]:
        """N-grams by their frequency, or those of words and queries.

        :param where: a condition on the documents, as ``"author = 'Woolf' and year < 1930"``.
        """
        wanted = [word for some in words for word in ([some] if isinstance(some, str) else some)]
        return self.table("frequencies", *wanted, order=order, where=where, limit=limit, **options)

    def zipf(
        self, *, order: Optional[Several] = None, where: Optional[str] = None, **options: Any
    ) -> Union[Table, pandas.DataFrame]:
        """How well Zipf's law fits, a row an order."""
        return self.table("zipf", order=_joined(order), where=where, **options)

    def growth(self, **options: Any) -> Union[Table, pandas.DataFrame]:
        """How the vocabulary grows with the text."""
        return self.table("growth", **options)

    def diversity(self, **options: Any) -> Union[Table, pandas.DataFrame]:
        """Measures of lexical diversity."""
        return self.table("diversity", **options)

    def concordance(
        self, query: str, *, sort: Optional[Several] = None, where: Optional[str] = None, limit: int = 0,
        **options: Any,
    ) -> Union[Table, pandas.DataFrame]:
        """Every place where a query matches, in its context."""
        return self.table("concordance", query, sort=_joined(sort), where=where, limit=limit, **options)

    def collocations(
        self, query: Optional[str] = None, *, where: Optional[str] = None, limit: int = 0, **options: Any
    ) -> Union[Table, pandas.DataFrame]:
        """The company that a word keeps; with ``adjacent=True`` the n-grams that belong together."""
        return self.table("collocations", *_given(query), where=where, limit=limit, **options)

    def keyness(
        self, other: Optional[Path] = None, *, where: Optional[str] = None, against: Optional[str] = None,
        limit: int = 0, **options: Any,
    ) -> Union[Table, pandas.DataFrame]:
        """What a part of the corpus says more often than another, or than another corpus."""
        return self.table("keyness", *_given(other), where=where, against=against, limit=limit, **options)

    def dispersion(
        self, *queries: str, where: Optional[str] = None, limit: int = 0, **options: Any
    ) -> Union[Table, pandas.DataFrame]:
        """How evenly words are spread."""
        return self.table("dispersion", *queries, where=where, limit=limit, **options)

    def ingest(self, *texts: Path, text: Optional[str] = None, **options: Any) -> Union[Table, pandas.DataFrame]:
        """Adds texts: files, folders, archives, or a text itself. There is a row for each document."""
        return self.table("ingest", *texts, *([] if text is None else ["-"]), input=text, **options)

    def remove(self, *names: str, **options: Any) -> None:
        """Takes documents out, and exactly their counts."""
        self._output("remove", names, options)

    # Models

    def model(self, name: Optional[str] = None) -> Model:
        """A model to score texts by: a saved one, or one that is made now, as ``"mkn:3"``.

        :param name: left out for the only saved one.
        """
        return Model(self.path, name=name)

    def models(self, **options: Any) -> Union[Table, pandas.DataFrame]:
        """The saved models."""
        return self.table("models", **options)

    def train(self, name: str, /, **options: Any) -> Union[Table, pandas.DataFrame]:
        """Makes a model and saves it: ``train("m", ngram="mkn:3")``, ``train("net", preset="tiny")``.

        Of a network there is a row for each epoch.
        """
        return self.table("train", name, **options)

    def compare(
        self, *, model: Optional[Several] = None, split: Optional[str] = None, **options: Any
    ) -> Union[Table, pandas.DataFrame]:
        """Models and their mixtures on the same text."""
        return self.table("compare", model=_joined(model), split=split, **options)

    def perplexity(
        self, *, model: Optional[Several] = None, split: Optional[str] = None, text: Optional[str] = None,
        **options: Any,
    ) -> Union[Table, pandas.DataFrame]:
        """How well models predict a split, or a text."""
        return self.table("perplexity", model=_joined(model), split=split, text=text, **options)

    def score(
        self, lines: Union[str, Iterable[str]], *, model: Optional[Several] = None, **options: Any
    ) -> Union[Table, pandas.DataFrame]:
        """How likely each of many lines is to models, a row a line and model; a :class:`Model` answers single ones.

        :param lines: a text alone is one line.
        """
        if isinstance(lines, str):
            lines = [lines]
        text = "".join(line.replace("\n", " ") + "\n" for line in lines)
        return self.table("score", input=text, model=_joined(model), **options)

    def surprisal(
        self, text: Optional[str] = None, *, model: Several, **options: Any
    ) -> Union[Table, pandas.DataFrame]:
        """How surprising each word of a text is to models, or of what ``file`` or ``document`` names."""
        return self.table("surprisal", *_given(text), model=_joined(model), **options)

    def probability(
        self, word: str, *, given: Optional[str] = None, model: Optional[Several] = None, **options: Any
    ) -> Union[Table, pandas.DataFrame]:
        """P(word | given) by each model."""
        return self.table("probability", word, given=given, model=_joined(model), **options)

    def next(
        self, context: Optional[str] = None, *, model: Optional[Several] = None, limit: Optional[int] = None,
        **options: Any,
    ) -> Union[Table, pandas.DataFrame]:
        """The likeliest words after a context; ten, unless ``limit`` says how many."""
        return self.table("next", *_given(context), model=_joined(model), limit=limit, **options)

    def generate(self, *, model: str, **options: Any) -> Union[Table, pandas.DataFrame]:
        """Text drawn from a model."""
        return self.table("generate", model=model, **options)

    def export(self, model: str, file: Path, **options: Any) -> None:
        """Writes a model to a file: ``.gram`` opens at once, ``.arpa`` other tools read."""
        self._output("export", (model, file), options)


def _has_pandas() -> bool:
    try:
        import pandas  # noqa: F401
    except ImportError:
        return False
    return True


def _given(argument: Any) -> tuple:
    return () if argument is None else (argument,)


def _joined(values: Optional[Several]) -> Optional[str]:
    """Values of an option that takes a list."""
    if values is None or isinstance(values, (str, int)):
        return None if values is None else str(values)
    return ",".join(str(value) for value in values)


def _cell(value: Any) -> Any:
    """Words of a list in one text, as the command writes them in CSV."""
    if isinstance(value, list) and value and all(isinstance(word, str) for word in value):
        return " ".join(value)
    return value


def _options(options: dict[str, Any]) -> list[str]:
    line = []
    for name, value in options.items():
        option = "--" + name.rstrip("_").replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            line.append(option)
            continue
        several = [value] if isinstance(value, (str, bytes, os.PathLike)) or not _is_iterable(value) else value
        line += [f"{option}={os.fspath(one) if isinstance(one, os.PathLike) else one}" for one in several]
    return line


def _is_iterable(value: Any) -> bool:
    return hasattr(value, "__iter__")


def _tell(notes: str) -> None:
    """Passes on what the command remarks, to where the caller called."""
    if not notes.strip():
        return
    frames = 2
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__") == __name__:
        frame = frame.f_back
        frames += 1
    warnings.warn(notes.strip(), Note, stacklevel=frames)
