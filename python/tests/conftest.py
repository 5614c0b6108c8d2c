"""What tests share: an ARPA file worked by hand, and a database of the repository's own text."""

import pathlib

import pytest

import gramarye

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Every number of a test is one of these, or a sum of them.
ARPA = """\\data\\
ngram 1=6
ngram 2=4
ngram 3=1

\\1-grams:
-2.0\t<unk>
-99\t<s>\t-0.5
-1.0\t</s>
-0.75\tthis\t-0.25
-1.5\tis\t-0.125
-1.25\t.

\\2-grams:
-0.1\t<s> this\t-0.0625
-0.2\tthis is\t-0.3
-0.4\tis this
-0.6\t. </s>

\\3-grams:
-0.05\t<s> this is

\\end\\
"""


@pytest.fixture(scope="session")
def arpa(tmp_path_factory):
    path = tmp_path_factory.mktemp("arpa") / "test.arpa"
    path.write_text(ARPA)
    return str(path)


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """A database of two documents, one of each author, with a saved model."""
    folder = tmp_path_factory.mktemp("book")
    table = folder / "authors.csv"
    table.write_text("name,author\nessays.txt,A\nferry-book.txt,B\n")
    texts = [ROOT / "Corpora" / name for name in ("essays.txt", "ferry-book.txt")]
    path = folder / "book.db"
    gramarye.ingest(path, *texts, metadata=table, segments="sentences")
    database = gramarye.open(path)
    database.train("m", ngram="mkn:3")
    return database
