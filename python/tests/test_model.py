"""Models: KenLM's names, and the numbers of an ARPA file worked by hand."""

import copy
import pickle
import threading
import time

import gramarye as kenlm
import pytest


@pytest.fixture
def model(arpa):
    return kenlm.Model(arpa)


def test_a_program_for_kenlm_runs(arpa):
    """What the documentation of KenLM's module shows, with the import changed."""
    model = kenlm.LanguageModel(arpa, kenlm.Config())
    assert model.order == 3
    sentence = "this is ."
    # this after <s>; is after <s> this; . after this is and after is; </s> after .
    assert model.score(sentence, bos=True, eos=True) == pytest.approx(-0.1 - 0.05 + (-0.3 - 0.125 - 1.25) - 0.6)
    scores = list(model.full_scores(sentence))
    assert sum(score for score, _, _ in scores) == pytest.approx(model.score(sentence))
    words = ["<s>"] + sentence.split() + ["</s>"]
    matched = [" ".join(words[i + 2 - length : i + 2]) for i, (_, length, _) in enumerate(scores)]
    assert matched == ["<s> this", "<s> this is", ".", ". </s>"]
    assert [word for word in words if word not in model] == []
    assert "sentence" not in model
    state, state2 = kenlm.State(), kenlm.State()
    model.BeginSentenceWrite(state)
    accum = model.BaseScore(state, "this", state2)
    accum += model.BaseScore(state2, "is", state)
    assert accum == pytest.approx(model.score("this is", eos=False))
    accum += model.BaseScore(state, "</s>", state2)
    assert accum == pytest.approx(model.score("this is"))
    model.NullContextWrite(state)
    assert model.BaseScore(state, "this", state2) == pytest.approx(-0.75)


def test_unknown_words_are_told(model):
    scores = list(model.full_scores("this zz"))
    assert [(score.ngram_length, score.oov) for score in scores] == [(2, False), (1, True), (1, False)]
    assert scores[1].log_prob == pytest.approx(-0.0625 - 0.25 - 2)
    state = kenlm.State()
    model.NullContextWrite(state)
    found = model.BaseFullScore(state, "zz", kenlm.State())
    assert (found.log_prob, found.ngram_length, found.oov) == (pytest.approx(-2), 1, True)


def test_parts_of_a_sentence(model):
    assert model.score("this", bos=False, eos=False) == pytest.approx(-0.75)
    assert model.score("this", bos=False) == pytest.approx(-0.75 - 0.25 - 1)
    assert model.score("", bos=True) == pytest.approx(-0.5 - 1)
    assert model.score(b"this") == model.score("this") == model.score("this\n")


def test_perplexity_is_of_words_and_end(model):
    assert model.perplexity("this is .") == pytest.approx(10 ** (-model.score("this is .") / 4))


def test_states_are_compared_and_copied(model):
    one, other, after = kenlm.State(), kenlm.State(), kenlm.State()
    assert one == other
    model.BeginSentenceWrite(one)
    assert one != other and hash(one) != hash(other)
    model.BeginSentenceWrite(other)
    assert one == other and hash(one) == hash(other)
    kept = copy.deepcopy(one)
    model.BaseScore(one, "this", after)
    assert after != one and copy.copy(after) == after
    model.BaseScore(after, "is", one)
    assert kept == other != one
    # After a word that begins no n-gram it is as if nothing stood before.
    model.BaseScore(one, "zz", after)
    model.NullContextWrite(other)
    assert after == other


def test_misused_states_are_errors(model, book):
    state = kenlm.State()
    with pytest.raises(ValueError, match="none of this model"):
        model.BaseScore(state, "this", kenlm.State())
    model.BeginSentenceWrite(state)
    with pytest.raises(ValueError, match="two of them"):
        model.BaseScore(state, "this", state)
    with pytest.raises(kenlm.UsageError, match="laplace:2 has no states"):
        book.model("laplace:2").BeginSentenceWrite(state)


def test_what_cannot_be_opened_is_an_os_error(tmp_path, arpa, book):
    with pytest.raises(OSError, match="none.arpa cannot be opened: No such file") as caught:
        kenlm.Model(tmp_path / "none.arpa")
    assert caught.value.code == 66
    text = tmp_path / "text.txt"
    text.write_text("no model\n")
    with pytest.raises(kenlm.OpenError, match="text.txt"):
        kenlm.Model(text)
    with pytest.raises(kenlm.OpenError, match="Leave the name out"):
        kenlm.Model(arpa, name="mkn:3")
    with pytest.raises(kenlm.OpenError, match="none"):
        book.model("none")


def test_what_a_file_lacks_is_noted(arpa, tmp_path):
    lacking = tmp_path / "lacking.arpa"
    with open(arpa) as file:
        lacking.write_text(file.read().replace("-2.0\t<unk>\n", "").replace("ngram 1=6", "ngram 1=5"))
    with pytest.warns(kenlm.Note, match="the file has no <unk>") as caught:
        kenlm.Model(lacking)
    assert caught[0].filename == __file__


def test_what_is_no_text_is_an_error(model):
    with pytest.raises(kenlm.DataError, match="byte"):
        model.score(b"a \xff b")
    with pytest.raises(kenlm.DataError, match="</s>"):
        model.full_scores("a </s> b")
    # As programs of several processes pass them on.
    copied = pickle.loads(pickle.dumps(kenlm.DataError("text", 65)))
    assert type(copied) is kenlm.DataError and str(copied) == "text" and copied.code == 65


def test_models_tell_themselves_and_are_pickled(model, arpa, book):
    assert repr(model) == "<Model from test.arpa>" and model.path == arpa
    assert pickle.loads(pickle.dumps(model)).score("this is") == model.score("this is")
    saved = book.model("m")
    assert repr(saved) == "<Model from book.db:m>"
    assert pickle.loads(pickle.dumps(saved)).score("the ferry") == saved.score("the ferry")


def test_a_model_of_a_database_cuts_texts_as_its_corpus(book):
    only = book.model()
    assert only.order == 3
    assert only.score("The Ferry!") == only.score("the ferry")
    row = book.run("perplexity", text="the ferry", model="m")["rows"][0]
    assert only.score("the ferry") == pytest.approx(row["log10_likelihood"])
    assert only.perplexity("the ferry") == pytest.approx(row["perplexity"])
    made = book.model("witten-bell:2")
    assert made.order == 2 and made.score("the ferry") != only.score("the ferry")


def test_files_that_open_at_once_score_the_same(book, tmp_path):
    file = tmp_path / "m.gram"
    book.export("m", file)
    model = kenlm.Model(file)
    assert model.score("The Ferry!") == pytest.approx(book.model("m").score("the ferry"), abs=1e-6)


def test_threads_ask_one_model_at_once(model):
    texts = [f"this is zz{number} ." for number in range(500)]
    wanted = [model.score(text) for text in texts]
    made = {}

    def ask(part):
        for index in range(part, len(texts), 4):
            made[index] = model.score(texts[index])

    threads = [threading.Thread(target=ask, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [made[index] for index in range(len(texts))] == wanted


def test_short_calls_are_fast(book):
    """A second of the processor is enough for 100,000 lines of ten words; a slow one has ten times as long."""
    model = book.model("m")
    start = time.process_time()
    for _ in range(5000):
        model.score("the ferry was late and the people on the quay")
    assert time.process_time() - start < 0.5
