"""Compares gram's subwords with those of the libraries whose files it reads, by their ids.

Small models of every kind are trained by `tokenizers` and `sentencepiece` on the texts of Corpora, read by
`gram ingest --tokens FILE`, and asked for more than a hundred odd texts.
"""

import json
import os
import pathlib
import random
import subprocess
import tempfile
import unittest

import sentencepiece
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

PACKAGE = pathlib.Path(__file__).resolve().parents[2]
GRAM = os.environ.get("GRAM", str(PACKAGE / ".build/release/gram"))
MARKERS = {b"<unk>", b"<s>", b"</s>"}

CORPUS = [
    line
    for path in sorted((PACKAGE / "Corpora").glob("**/*.txt"))
    for line in path.read_text(encoding="utf-8").split("\n")
    if line.strip()
]

ODD = [
    "Hello world", " leading", "trailing ", "a  b   c", "tab\tbed", "don't we'll I'M they'Ve 'tis 's'",
    "1234567 12.5 3,000", "¿Qué? ¡Sí!", "café cafe\u0301 Å \u212b A\u030a", "ΟΔΟΣ Σίσυφος ς", "İstanbul ıI", "Straße ẞ",
    "ﬁn ﬃ ½ ² ① ℌ", "中文字漢かなカナー", "ภาษาไทยที่", "हिन्दी में", "한글 조선", "עברית שָׁלוֹם", "عربي مـد",
    "👩\u200d🔬👍🏽🇩🇪❤️", "a\u00a0b\u2003c\u3000d\u200be", "\u202ftight\u2060", "<unk> <s> </s> <|end|> <mask>",
    "<0xC3> <0x41>", "x<|end|>y", "naïve — “quotes” …", "https://a.b/c?d=(e)", "@user #tag $5 50%", "_under_score__",
    "\x01\x02 ctrl \x7f", "nel\u0085next", "𝐀𝐁 𐐀 𝔘", "ⅣⅫ", "½½", "٣٤٥ ४५", "e\u0301\u0302\u0303", "\u0301start",
    "▁literal▁mark ▁", "  two spaces", "the human rights of the", "the  the", "a" * 300, "ab" * 200, " " * 50 + "x",
    " \u00a0 " * 5 + "é", "é" * 70, "the " * 100,
]  # fmt: skip


def odd_texts() -> list[str]:
    """Texts of one line that hold something besides white space."""
    generator = random.Random(1)
    letters = list("aaabcXYZ019''..,,:;_-\"!?()@#  \t \u00a0éÅΣßİ中文かな한글👍\u0301\u200d\u200bשلไท▁<>|ﬁ½")
    lines = ["".join(generator.choices(letters, k=generator.randint(1, 40))) for _ in range(80)]
    texts = ODD + generator.sample(CORPUS, 60) + lines
    return [text for text in texts if text.strip() and not text.endswith("\r")]


TEXTS = odd_texts()


def written(piece: bytes) -> str:
    """The type that stands for a run of bytes: see Documentation/tokens.md."""
    text, position = "", 0
    while position < len(piece):
        length = 0
        for end in range(1, 5):
            try:
                piece[position : position + end].decode()
                length = end
                break
            except UnicodeDecodeError:
                continue
        opens = piece[position] == 60 and (
            piece[position + 1 : position + 3] == b"0x" or (position == 0 and piece in MARKERS)
        )
        if length == 0 or piece[position] == 0 or opens:
            text += f"<0x{piece[position]:02X}>"
            position += 1
        else:
            text += piece[position : position + length].decode()
            position += length
    return text


def byte_characters() -> dict[str, int]:
    """GPT-2's characters for bytes."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    pairs = [(chr(byte), byte) for byte in printable] + [(chr(256 + n), byte) for n, byte in enumerate(others)]
    return dict(pairs)


BYTES = byte_characters()


class Database:
    """A database whose tokens are those of a tokenizer, and what it makes of texts."""

    def __init__(self, folder: str, *options: str) -> None:
        self.path = os.path.join(folder, "subwords.db")
        self.folder = folder
        seed = os.path.join(folder, "seed.txt")
        pathlib.Path(seed).write_text("seed\n")
        self.run("ingest", self.path, *(options if "--train" in options else ("--train", seed, *options)))

    @staticmethod
    def run(*arguments: str) -> str:
        run = subprocess.run([GRAM, *arguments], capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise AssertionError(f"gram {' '.join(arguments)}\n{run.stderr}")
        return run.stdout

    def tokens(self, texts: list[str]) -> list[list[str]]:
        file = os.path.join(self.folder, "texts.txt")
        pathlib.Path(file).write_text("\n".join(texts) + "\n", newline="")
        rows = json.loads(self.run("tokenize", self.path, "--file", file, "--format", "json"))["rows"]
        found: list[list[str]] = [[] for _ in texts]
        for row in rows:
            found[row["segment"] - 1].append(row["token"])
        return found


class SubwordTests(unittest.TestCase):
    def expect(self, name: str, file: str, folder: str, ids_of, text_of: dict[int, str]) -> None:
        """ids_of gives a text's ids by the library, text_of the type that each is."""
        database = Database(folder, "--tokens", file, "--segments", "lines")
        numbers: dict[str, list[int]] = {}
        for number, text in text_of.items():
            numbers.setdefault(text, []).append(number)
        for text, tokens in zip(TEXTS, database.tokens(TEXTS), strict=True):
            wanted = ids_of(text)
            # Two ids may be written alike: a token and an added one.
            found = [
                number if number in numbers.get(token, []) else numbers.get(token, [None])[0]
                for token, number in zip(tokens, wanted + [None] * len(tokens), strict=False)
            ]
            self.assertEqual(found, wanted, f"{name}: {text!r} is {tokens}")

    # Hugging Face

    def train(self, model, cutter, normalizer=None, trainer=trainers.BpeTrainer, **settings) -> Tokenizer:
        tokenizer = Tokenizer(model)
        tokenizer.pre_tokenizer = cutter
        if normalizer is not None:
            tokenizer.normalizer = normalizer
        tokenizer.train_from_iterator(CORPUS, trainer(vocab_size=2000, show_progress=False, **settings))
        return tokenizer

    def expect_json(self, name: str, document: dict) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "tokenizer.json")
            pathlib.Path(file).write_text(json.dumps(document), encoding="utf-8")
            tokenizer = Tokenizer.from_file(file)
            model = document["model"]
            steps = json.dumps([document["normalizer"], document["pre_tokenizer"]])
            added = {token["id"] for token in document["added_tokens"]}
            unknown = model.get("unk_id")
            if unknown is None and model.get("unk_token"):
                unknown = tokenizer.token_to_id(model["unk_token"])

            def text(number: int, piece: str) -> str:
                if number == unknown:
                    return "<unk>"
                if number in added:
                    return written(piece.encode())
                if "ByteLevel" in steps:
                    return written(bytes(BYTES[letter] for letter in piece))
                if model.get("byte_fallback") and len(piece) == 6 and piece.startswith("<0x"):
                    return piece
                return written((piece.replace("▁", " ") if "▁" in steps or "\\u2581" in steps else piece).encode())

            texts = {number: text(number, piece) for piece, number in tokenizer.get_vocab().items()}
            self.expect(name, file, folder, lambda t: tokenizer.encode(t, add_special_tokens=False).ids, texts)

    def test_byte_level(self) -> None:
        level, split = pre_tokenizers.ByteLevel, pre_tokenizers.Split
        alphabet = level.alphabet()
        of_gpt4 = (
            r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
            r"|\s*[\r\n]+|\s+(?!\S)|\s+"
        )
        cases = {
            "GPT-2": (level(add_prefix_space=False), None, []),
            "prefix": (level(add_prefix_space=True), None, []),
            "special": (level(add_prefix_space=False), None, ["<|end|>", "<s>"]),
            "GPT-4": (
                pre_tokenizers.Sequence(
                    [split(Regex(of_gpt4), "isolated"), level(add_prefix_space=False, use_regex=False)]
                ), None, [],
            ),
            "digits": (
                pre_tokenizers.Sequence([pre_tokenizers.Digits(True), level(add_prefix_space=False)]),
                normalizers.NFC(), [],
            ),
            "lower": (
                pre_tokenizers.Sequence([pre_tokenizers.Punctuation(), level(add_prefix_space=False)]),
                normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), normalizers.Strip()]), [],
            ),
        }  # fmt: skip
        for name, (cutter, normalizer, special) in cases.items():
            with self.subTest(name):
                tokenizer = self.train(
                    models.BPE(), cutter, normalizer, min_frequency=2, initial_alphabet=alphabet, special_tokens=special
                )
                self.expect_json(name, json.loads(tokenizer.to_str()))

    def test_ignored_merges(self) -> None:
        tokenizer = self.train(
            models.BPE(), pre_tokenizers.ByteLevel(add_prefix_space=False),
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        )  # fmt: skip
        document = json.loads(tokenizer.to_str())
        document["model"]["ignore_merges"] = True
        # Whole words that no merges lead to any more.
        del document["model"]["merges"][200:600]
        self.expect_json("ignored merges", document)

    def test_characters(self) -> None:
        folded = normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase()])
        spaces = pre_tokenizers.Sequence(
            [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation("merged_with_previous")]
        )
        cases = {
            "whitespace": (pre_tokenizers.Whitespace(), folded, False),
            "fused": (spaces, normalizers.NFKD(), True),
            "metaspace": (pre_tokenizers.Metaspace(), None, True),
        }
        for name, (cutter, normalizer, fuses) in cases.items():
            with self.subTest(name):
                model = models.BPE(unk_token="<unk>", fuse_unk=fuses)
                tokenizer = self.train(model, cutter, normalizer, special_tokens=["<unk>"], limit_alphabet=300)
                self.expect_json(name, json.loads(tokenizer.to_str()))

    def test_byte_fallback(self) -> None:
        bytes_ = [f"<0x{byte:02X}>" for byte in range(256)]
        tokenizer = self.train(
            models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True),
            pre_tokenizers.Metaspace(prepend_scheme="never"),
            normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]),
            special_tokens=["<unk>", "<s>", "</s>", *bytes_], limit_alphabet=200,
        )  # fmt: skip
        document = json.loads(tokenizer.to_str())
        # As LLaMA's file: words are not cut, and bytes are no added tokens.
        document["pre_tokenizer"] = None
        document["added_tokens"] = [token for token in document["added_tokens"] if token["content"] not in bytes_]
        self.expect_json("byte fallback", document)

    def test_unigram(self) -> None:
        tokenizer = self.train(
            models.Unigram(), pre_tokenizers.Metaspace(), normalizers.NFKC(), trainers.UnigramTrainer,
            unk_token="<unk>", special_tokens=["<unk>", "<pad>"],
        )  # fmt: skip
        self.expect_json("unigram", json.loads(tokenizer.to_str()))

    def test_training(self) -> None:
        """bpe:SIZE learns what `tokenizers` learns of the same lines."""
        tokenizer = self.train(
            models.BPE(), pre_tokenizers.ByteLevel(add_prefix_space=False), min_frequency=2,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        )  # fmt: skip
        pieces = {number: piece for piece, number in tokenizer.get_vocab().items()}
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "corpus.txt")
            pathlib.Path(file).write_text("\n".join(CORPUS) + "\n", encoding="utf-8")
            database = Database(folder, "--tokens", "bpe:2000", "--segments", "lines", "--train", file)
            for text, tokens in zip(TEXTS, database.tokens(TEXTS), strict=True):
                wanted = [
                    written(bytes(BYTES[letter] for letter in pieces[number])) for number in tokenizer.encode(text).ids
                ]
                self.assertEqual(tokens, wanted, repr(text))

    # SentencePiece

    def test_sentencepiece(self) -> None:
        cases = {
            "pairs": {"model_type": "bpe"},
            "pairs with bytes": {
                "model_type": "bpe", "byte_fallback": True, "normalization_rule_name": "identity",
                "remove_extra_whitespaces": False,
            },
            "pairs of a user": {
                "model_type": "bpe", "byte_fallback": True, "character_coverage": 0.99,
                "user_defined_symbols": ["<mask>", "human rights"],
            },
            "suffix": {"model_type": "bpe", "treat_whitespace_as_suffix": True},
            "unigram": {"model_type": "unigram"},
            "unigram with bytes": {
                "model_type": "unigram", "byte_fallback": True, "character_coverage": 0.98, "add_dummy_prefix": False,
            },
            "unigram of a user": {
                "model_type": "unigram", "user_defined_symbols": ["<mask>", "the", "  "],
                "normalization_rule_name": "nfkc_cf",
            },
            "unigram over spaces": {
                "model_type": "unigram", "split_by_whitespace": False, "remove_extra_whitespaces": False,
            },
        }  # fmt: skip
        for name, settings in cases.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                corpus = os.path.join(folder, "corpus.txt")
                pathlib.Path(corpus).write_text("\n".join(CORPUS), encoding="utf-8")
                sentencepiece.SentencePieceTrainer.train(
                    input=corpus, model_prefix=os.path.join(folder, "m"), vocab_size=2200, minloglevel=2,
                    num_threads=1, **settings,
                )  # fmt: skip
                file = os.path.join(folder, "m.model")
                model = sentencepiece.SentencePieceProcessor(model_file=file)
                texts = {
                    number: "<unk>" if model.is_unknown(number)
                    else model.id_to_piece(number) if model.is_byte(number)
                    else written(model.id_to_piece(number).replace("▁", " ").encode())
                    for number in range(model.vocab_size())
                }  # fmt: skip
                self.expect(name, file, folder, model.encode, texts)


if __name__ == "__main__":
    unittest.main()
