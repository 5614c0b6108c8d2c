"""Whether the counts of words of texts are those that ICU alone gives, through PyICU.

usage: compare_icu_counts.py GRAM TEXT...

Reads each text in by GRAM, the built command, once with `--apostrophes keep` and once with `unify`, and compares every word and
count with those of `make_icu_counts.py`; names the texts that differ, with examples, and exits 1 if any does. A folder stands for
the texts in it. Needs PyICU, built against the ICU that Gramarye uses, which `info` names.
"""
import os
import sqlite3
import subprocess
import sys
import tempfile

import icu
from make_icu_counts import canonical, unified, words


def counts(gram, path, apostrophes):
    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, "text.db")
        command = [gram, "ingest", database, path, "--apostrophes", apostrophes, "--no-text", "--read", "text", "--quiet"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        connection = sqlite3.connect(database)
        rows = connection.execute("SELECT first, sum(n) FROM unigrams GROUP BY first").fetchall()
        connection.close()
        return dict(rows)


def files(paths):
    for path in paths:
        if os.path.isdir(path):
            yield from sorted(os.path.join(path, name) for name in os.listdir(path) if name.endswith(".txt"))
        else:
            yield path


def main():
    gram, *paths = sys.argv[1:]
    compared = tokens = 0
    different = []
    for path in files(paths):
        with open(path, encoding="utf-8-sig", newline="") as file:
            text = canonical(file.read())
        compared += 1
        for apostrophes, wanted in (("keep", words(text)), ("unify", words(unified(text)))):
            found = counts(gram, path, apostrophes)
            tokens += sum(found.values())
            if found != wanted:
                odd = [word for word in found.keys() | wanted.keys() if found.get(word, 0) != wanted.get(word, 0)]
                examples = ", ".join(f"{word!r} {found.get(word, 0)} not {wanted.get(word, 0)}" for word in sorted(odd)[:5])
                different.append(path)
                print(f"{path} ({apostrophes}): {len(odd)} words differ: {examples}")
    print(f"ICU {icu.ICU_VERSION}: {compared} texts, {tokens:,} tokens, {len(set(different))} texts differ")
    sys.exit(1 if different else 0)


main()
