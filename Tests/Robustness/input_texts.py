"""Texts in every encoding, damaged or not, and lists of words."""

import os

import laws
import mutation


def texts(generator, bases):
    """Texts in every encoding, damaged or not, with every way of cutting them."""
    data = generator.choice([bases.text[:3000], *bases.scripts])
    if generator.random() < 0.5:
        start = generator.randrange(len(data))
        data = data[start : start + generator.randint(1, 2000)]
    text = data.decode("utf-8", "ignore")
    encoding = generator.choice(
        ["utf-8"] * 4 + ["utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "cp1251", "shift_jis"]
    )
    data = text.encode(encoding, "replace")
    if generator.random() < 0.1:
        data = bytes(generator.randrange(256) for _ in range(generator.randint(0, 400)))
    elif generator.random() < 0.9:
        data = mutation.damaged(generator, data, b" \t.")
    options = []
    for option, values in {
        "--tokens": ["words", "whitespace", "characters"],
        "--case": ["lower", "preserve", "fold"],
        "--normalize": ["nfc", "none"],
        "--segments": ["auto", "lines", "sentences", "paragraphs", "document"],
        "--encoding": ["utf-8", "latin1", "windows-1252", "utf-16"],
        "--shares": ["8,1,1", "1,0,0", "1,1,1", "0,0,1"],
        "--min-count": ["1", "2"],
        "--format": ["table", "json", "csv"],
    }.items():
        if generator.random() < 0.3:
            options += [option, generator.choice(values)]
    for option, share in (("--lossy", 0.5), ("--letters-only", 0.1), ("--keep-punctuation", 0.2)):
        if generator.random() < share:
            options.append(option)
    turn = generator.random()
    if turn < 0.65:
        further = generator.choice(
            [
                ["info", "n.db"],
                ["frequencies", "n.db"],
                ["vocabulary", "n.db"],
                ["frequencies", "n.db", "--format", "json"],
                ["perplexity", "n.db", "--model", "witten-bell:2"],
                ["next", "n.db"],
                ["diversity", "n.db"],
                ["generate", "n.db", "--model", "witten-bell:2", "--length", "20"],
                ["growth", "n.db"],
                ["zipf", "n.db", "--bootstraps", "0"],
                ["tokenize", "n.db", "--file", "t.txt"],
            ]
        )
        commands = [["ingest", "n.db", "t.txt", *options]]
        # What a text is too short for is no fault, so its exit code is not asked for.
        return {"t.txt": data}, commands + [further], lambda folder, _: laws.corpus_laws(os.path.join(folder, "n.db"))
    if turn < 0.75:
        commands = [["ingest", "a.db", "t.txt", "--lossy"], ["info", "a.db"], ["remove", "a.db", "t.txt"]]
        return {"t.txt": data}, commands, lambda folder, _: laws.corpus_laws(os.path.join(folder, "a.db"))
    command = generator.choice(
        [
            ["tokenize", "a.db", "--file", "t.txt"],
            ["perplexity", "a.db", "--model", "tri", "--file", "t.txt"],
            ["perplexity", "a.db", "--model", "mkn:2,net", "--file", "t.txt", "--tokens-out", "-"],
            ["surprisal", "a.db", "--model", "tri", "--file", "t.txt"],
            ["surprisal", "a.db", "--model", "tri", "--file", "t.txt", "--each-line", "--format", "json"],
        ]
    )
    return {"t.txt": data}, [command], None


def vocabularies(generator, bases):
    """Lists of words."""
    words = sorted(set(bases.text.split()))
    data = b"\n".join(generator.sample(words, generator.randint(0, 60))) + b"\n"
    data = mutation.damaged(generator, data)
    command = generator.choice(
        [
            ["ingest", "n.db", "t.txt", "--vocabulary", "v.txt"],
            ["perplexity", "a.db", "--model", "witten-bell:2", "--vocabulary", "v.txt"],
            ["compare", "a.db", "--model", "laplace:1,mkn:2", "--vocabulary", "v.txt", "--resamples", "100"],
            ["train", "a.db", "v", "--ngram", "witten-bell:2", "--vocabulary", "v.txt"],
        ]
    )
    return {"v.txt": data, "t.txt": bases.text}, [command], None
