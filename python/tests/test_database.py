"""Databases: every answer is the command's, as tables."""

import json
import subprocess
import sys
import warnings

import gramarye
import pandas
import pytest
from gramarye._native import command


def test_a_table_is_a_data_frame_of_the_commands_rows(book):
    frame = book.frequencies(order=2)
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == ["rank", "ngram", "count", "per_million"]
    assert frame["count"].is_monotonic_decreasing and frame["ngram"].str.contains(" ").all()
    output = subprocess.run(
        [command(), "frequencies", book.path, "--order", "2", "--limit", "0", "--format", "json", "--quiet"],
        capture_output=True,
        check=True,
    ).stdout
    said = json.loads(output)
    assert [row.split(" ") for row in frame["ngram"]] == [row["ngram"] for row in said["rows"]]
    assert frame["count"].tolist() == [row["count"] for row in said["rows"]]
    assert frame.attrs["provenance"]["database"] == said["provenance"]["database"]


def test_whole_numbers_stay_whole(book):
    ids = book.tokenize("the zyx")["id"]
    assert str(ids.dtype) == "Int64" and ids.isna().tolist() == [False, True]


def test_conditions_choose_documents(book):
    whole = book.frequencies("the")["count"].sum()
    parts = [book.frequencies("the", where=f"author = '{author}'")["count"].sum() for author in "AB"]
    assert whole == sum(parts) and all(part > 0 for part in parts)


@pytest.mark.filterwarnings("ignore::gramarye.Note")
def test_a_list_is_several_words_and_a_text_one_line(book):
    assert book.frequencies(["the", "ferry"]).equals(book.frequencies("the", "ferry"))
    assert len(book.score("the ferry was late", model="m")) == 1
    assert len(book.score(["the ferry", "was late"], model="m")) == 2


def test_without_pandas_a_table_is_a_list(book):
    rows = gramarye.open(book.path, as_pandas=False).frequencies(order=2, limit=3)
    assert isinstance(rows, list) and len(rows) == 3
    assert rows[0].keys() == {"rank", "ngram", "count", "per_million"} and isinstance(rows[0]["ngram"], str)
    assert rows.attrs["provenance"]
    program = (
        "import sys; sys.modules['pandas'] = None; import gramarye;"
        f"print(type(gramarye.open({book.path!r}).frequencies(limit=1)).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["Table"], done.stderr


@pytest.mark.filterwarnings("ignore::gramarye.Note")
def test_every_method_answers(book):
    tables = {
        "vocabulary": book.vocabulary(),
        "metadata": book.metadata(),
        "tokenize": book.tokenize("The ferry."),
        "zipf": book.zipf(order=[1, 2], bootstraps=0),
        "growth": book.growth(),
        "diversity": book.diversity(),
        "concordance": book.concordance("the ferry", sort=["1R", "2R"]),
        "collocations": book.collocations("ferry", minimum=1),
        "adjacent": book.collocations(adjacent=True, minimum=2),
        "keyness": book.keyness(where="author = 'A'"),
        "dispersion": book.dispersion("the"),
        "models": book.models(),
        "compare": book.compare(model=["laplace:2", "m"], resamples=100),
        "perplexity": book.perplexity(model=["laplace:2", "m"]),
        "score": book.score(["the ferry", "the river\n", ""], model=["m", "laplace:2"]),
        "surprisal": book.surprisal("the ferry", model="m"),
        "probability": book.probability("ferry", given="the", model=["m", "laplace:2"]),
        "next": book.next("the", model="m", limit=4),
        "generate": book.generate(model="m", seed=3, count=2),
    }
    assert {name: len(table) > 0 for name, table in tables.items()} == dict.fromkeys(tables, True)
    assert len(tables["next"]) == 4 and len(tables["score"]) == 6
    assert sorted(tables["zipf"]["order"]) == [1, 2]
    assert {"laplace:2", "m"} <= set(tables["compare"]["model"])
    assert book.info()["rows"] or book.info()


def test_errors_are_the_commands_words(book, tmp_path):
    with pytest.raises(gramarye.NoInputError) as caught:
        gramarye.open(tmp_path / "none.db")
    assert isinstance(caught.value, FileNotFoundError) and "none.db" in str(caught.value)
    done = subprocess.run([command(), "info", str(tmp_path / "none.db")], capture_output=True, text=True)
    assert done.stderr == f"gram: {caught.value}\n" and caught.value.code == done.returncode
    text = tmp_path / "text.txt"
    text.write_text("no database\n")
    with pytest.raises(gramarye.UsageError, match="is a text file, not a database"):
        gramarye.open(text)
    assert text.read_text() == "no database\n"
    with pytest.raises(gramarye.UsageError, match="colour"):
        book.frequencies(colour="red")
    with pytest.raises(ValueError, match="year"):
        book.frequencies(where="year = 1900")


def test_words_that_begin_with_a_dash_are_no_options(book):
    with pytest.raises(gramarye.Error, match="-x") as caught:
        book.concordance("-x-help")
    assert "--help" not in str(caught.value)


def test_notes_are_warnings_that_name_the_caller(book):
    with pytest.warns(gramarye.Note, match="of") as caught:
        book.frequencies(limit=2)
    assert caught[0].filename == __file__


def test_texts_are_added_and_taken_out(tmp_path):
    (tmp_path / "one.txt").write_text("the cat sat on the mat\n" * 5)
    (tmp_path / "two.txt").write_text("the dog sat on the cat\n" * 5)
    corpus = gramarye.ingest(tmp_path / "small.db", tmp_path / "one.txt", min_count=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", gramarye.Note)
        corpus.ingest(tmp_path / "two.txt")
        assert corpus.frequencies("cat")["count"].tolist() == [10]
        corpus.remove("two.txt")
        assert corpus.frequencies("cat")["count"].tolist() == [5]
        corpus.ingest(text="cat cat cat\n", name="three")
        assert corpus.frequencies("cat")["count"].tolist() == [8]
        assert corpus.metadata()["document"].tolist() == ["one.txt", "three"]
