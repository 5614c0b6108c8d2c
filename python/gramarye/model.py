"""Models that score texts and words, with the names that KenLM's module has."""

from __future__ import annotations

import ctypes
import functools
import os
import warnings
import weakref
from typing import Iterator, NamedTuple, Optional, Union

from ._native import WORD_SCORE, last_error, library
from .errors import Note, OpenError, error

_score = library.gramarye_score
_score_words = library.gramarye_score_words
_word_id = library.gramarye_word_id
_next = library.gramarye_next


def _number(handle: int, word: Union[str, bytes]) -> int:
    text = word.encode() if isinstance(word, str) else word
    return _word_id(handle, text, len(text))


class FullScoreReturn(NamedTuple):
    """What a model says of a word."""

    #: log10 of its probability
    log_prob: float
    #: how many words the longest n-gram has that the model found
    ngram_length: int
    #: whether the model does not know the word
    oov: bool


class LoadMethod:
    """How KenLM loads a file. A model file is mapped here, whatever is asked; other files are read."""

    LAZY = 0
    POPULATE_OR_LAZY = 1
    POPULATE_OR_READ = 2
    READ = 3
    PARALLEL_READ = 4


class ARPALoadComplain:
    """What KenLM says of ARPA files. Nothing is said here of any."""

    ALL = 0
    EXPENSIVE = 1
    NONE = 2


class Config:
    """Settings of KenLM, taken so that programs run as they are; they change nothing here."""

    def __init__(self) -> None:
        self.load_method = LoadMethod.POPULATE_OR_READ
        self.show_progress = True
        self.arpa_complain = ARPALoadComplain.ALL


class State:
    """What stands before a word, as far as it matters to the words to come.

    Equal states of one model go on equally, whatever comes.
    """

    __slots__ = ("_numbers",)

    def __init__(self) -> None:
        self._numbers: Optional[ctypes.Array] = None

    def __bytes__(self) -> bytes:
        return b"" if self._numbers is None else bytes(self._numbers)

    def __eq__(self, other: object) -> bool:
        return bytes(self) == bytes(other) if isinstance(other, State) else NotImplemented

    def __hash__(self) -> int:
        return hash(bytes(self))

    def __copy__(self) -> State:
        copy = State()
        if self._numbers is not None:
            copy._numbers = type(self._numbers).from_buffer_copy(self._numbers)
        return copy

    def __deepcopy__(self, memo: object) -> State:
        return self.__copy__()


class Model:
    """A language model of a model file, an ARPA file or a database.

    :param path: of the file; ARPA may be compressed.
    :param config: taken for KenLM's sake.
    :param name: of a model of a database, ``"mkn:3"`` or a saved one; left out for a file, and for the only saved one.
    :raises OpenError: an ``OSError``, as KenLM's.

    A sentence is cut into words as the text was that the model was made of; of an ARPA file that does not say how, at
    white space. Logarithms are to the base 10. Threads may ask one model at once: Python lets them while it works.
    """

    def __init__(
        self, path: Union[str, bytes, os.PathLike], config: Optional[Config] = None, *, name: Optional[str] = None
    ) -> None:
        file = os.fsencode(path)
        handle = library.gramarye_open(file, None if name is None else name.encode())
        if not handle:
            raise OpenError(*last_error())
        self._handle = handle
        # The number of a word; those that were asked for last spare a call of the library.
        self._id = functools.lru_cache(1 << 16)(functools.partial(_number, handle))
        weakref.finalize(self, library.gramarye_close, handle)
        notes = library.gramarye_notes(handle).decode()
        if notes:
            warnings.warn(f"{os.fsdecode(path)}: {notes}", Note, stacklevel=2)
        self.path = os.path.abspath(os.fsdecode(path))
        self.name = name
        length = library.gramarye_state_length(handle)
        self._state = ctypes.c_uint32 * length if length else None

    @property
    def order(self) -> int:
        """N of an n-gram model; 0 of a model that looks back without such a limit."""
        return library.gramarye_order(self._handle)

    def score(self, sentence: Union[str, bytes], bos: bool = True, eos: bool = True) -> float:
        """log10 of the probability of a sentence.

        :param bos: whether it stands after ``<s>``; else nothing is known of what stands before.
        :param eos: whether its end, ``</s>``, is scored, too.
        """
        text = sentence.encode() if isinstance(sentence, str) else sentence
        score = _score(self._handle, text, len(text), (1 if bos else 0) | (2 if eos else 0))
        if score != score:
            raise error(*last_error())
        return score

    def full_scores(
        self, sentence: Union[str, bytes], bos: bool = True, eos: bool = True
    ) -> Iterator[FullScoreReturn]:
        """What the model says of each word of a sentence, and of its end."""
        return (
            FullScoreReturn(score, length, number == 0) for score, length, number in self._words(sentence, bos, eos)
        )

    def perplexity(self, sentence: Union[str, bytes]) -> float:
        """The perplexity of a sentence and its end: 10 to the mean of −log10 P; infinite where P is zero."""
        scores = [score for score, _, _ in self._words(sentence, True, True)]
        try:
            return 10 ** (-sum(scores) / len(scores))
        except OverflowError:
            return float("inf")

    def _words(self, sentence: Union[str, bytes], bos: bool, eos: bool) -> list[tuple[float, int, int]]:
        """Of each word log10 P, the length of the n-gram found, and its number."""
        text = sentence.encode() if isinstance(sentence, str) else sentence
        parts = (1 if bos else 0) | (2 if eos else 0)
        room = len(text) // 2 + 2
        while True:
            words = ctypes.create_string_buffer(WORD_SCORE.size * room)
            count = _score_words(self._handle, text, len(text), parts, words, room)
            if count < 0:
                raise error(*last_error())
            if count <= room:
                return list(WORD_SCORE.iter_unpack(memoryview(words)[: WORD_SCORE.size * count]))
            room = count

    def __contains__(self, word: Union[str, bytes]) -> bool:
        return self._id(word) != 0

    def BeginSentenceWrite(self, state: State) -> None:
        """Makes a state that of a sentence that begins."""
        library.gramarye_begin(self._handle, self._written(state))

    def NullContextWrite(self, state: State) -> None:
        """Makes a state that in which nothing is known of what stands before."""
        library.gramarye_begin_anywhere(self._handle, self._written(state))

    def BaseScore(self, in_state: State, word: Union[str, bytes], out_state: State) -> float:
        """log10 of the probability of a word in a state; ``out_state`` becomes that after it.

        The word is one of the vocabulary, spelled as it is there.
        """
        return _next(self._handle, self._read(in_state, out_state), self._id(word), self._written(out_state), None)

    def BaseFullScore(self, in_state: State, word: Union[str, bytes], out_state: State) -> FullScoreReturn:
        """The same, with how long the n-gram is that was found, and whether the word is known."""
        number = self._id(word)
        length = ctypes.c_int32()
        before = self._read(in_state, out_state)
        score = _next(self._handle, before, number, self._written(out_state), length)
        return FullScoreReturn(score, length.value, number == 0)

    def _read(self, state: State, out_state: State) -> ctypes.Array:
        if state is out_state:
            raise ValueError("The state before a word and that after it are one.\nGive two of them, in turn.")
        kind = self._states()
        if not isinstance(state._numbers, kind):
            raise ValueError(
                "The state is none of this model.\nNo model has written it, or another.\n"
                "Begin by BeginSentenceWrite or NullContextWrite."
            )
        return state._numbers

    def _written(self, state: State) -> ctypes.Array:
        """The numbers of a state, to be written."""
        kind = self._states()
        if not isinstance(state._numbers, kind):
            state._numbers = kind()
        return state._numbers

    def _states(self) -> type[ctypes.Array]:
        if self._state is None:
            # The length is asked for again, so that the thread's last error says why there are none.
            library.gramarye_state_length(self._handle)
            raise error(*last_error())
        return self._state

    def __repr__(self) -> str:
        name = "" if self.name is None else f":{self.name}"
        return f"<Model from {os.path.basename(self.path)}{name}>"

    def __reduce__(self):
        return _opened, (type(self), self.path, self.name)


def _opened(kind: type[Model], path: str, name: Optional[str]) -> Model:
    return kind(path, name=name)


class LanguageModel(Model):
    """The older name of :class:`Model`."""
