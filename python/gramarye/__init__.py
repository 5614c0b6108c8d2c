"""Gramarye from Python: corpora and language models.

>>> import gramarye
>>> book = gramarye.open("book.db")
>>> book.frequencies(order=2, limit=3)            # a pandas DataFrame, where pandas is there
>>> model = book.model("mkn:3")
>>> model.score("it was the best of times")       # log10 of its probability

A program written for KenLM's module has the same names here: ``import gramarye as kenlm``.
"""

from ._native import version as _version
from .database import Database, Table, ingest, open
from .errors import BusyError, DataError, Error, NoInputError, Note, OpenError, UsageError
from .model import ARPALoadComplain, Config, FullScoreReturn, LanguageModel, LoadMethod, Model, State

__version__ = _version()

__all__ = [
    "ARPALoadComplain",
    "BusyError",
    "Config",
    "DataError",
    "Database",
    "Error",
    "FullScoreReturn",
    "LanguageModel",
    "LoadMethod",
    "Model",
    "NoInputError",
    "Note",
    "OpenError",
    "State",
    "Table",
    "UsageError",
    "ingest",
    "open",
]
