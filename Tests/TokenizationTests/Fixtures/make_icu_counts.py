"""Counts of words by ICU alone, through PyICU: what Gramarye's own way through ICU's tables is compared with.

usage: make_icu_counts.py OUT.json TEXT...

For each text the tokens, the types and SHA-256 over the lines "word<TAB>count", sorted by code points: of the text in NFC and
lower case cut by ICU's word boundaries (`keep`), and the same after the replacements that `--apostrophes unify` names
(`unify`). Needs PyICU, built against the ICU that Gramarye uses: the counts hold for the version named in the file alone.
"""
import collections
import hashlib
import json
import os
import sys
import unicodedata

import icu

INVISIBLE = {0xAD: None, 0x2060: None, 0xFEFF: None, 0x202F: " "}


def canonical(text):
    nfc = icu.Normalizer2.getNFCInstance()
    lower = str(icu.UnicodeString(nfc.normalize(text)).toLower(icu.Locale.getRoot()))
    return nfc.normalize(lower).translate(INVISIBLE)


def is_letter(character):
    return character != "\u02bc" and unicodedata.category(character)[0] in "LM"


def unified(text):
    characters = list(text)
    for index in range(1, len(text) - 1):
        if text[index] in "\u2019\u02bc" and is_letter(text[index - 1]) and is_letter(text[index + 1]):
            characters[index] = "'"
    return "".join(characters)


def words(text):
    found = collections.Counter()
    breaks = icu.BreakIterator.createWordInstance(icu.Locale.getRoot())
    for line in text.split("\n"):
        string = icu.UnicodeString(line)
        breaks.setText(string)
        start = 0
        for end in breaks:
            if breaks.getRuleStatus() >= 100:
                found[str(string[start:end])] += 1
            start = end
    return found


def summary(counts):
    lines = "".join(f"{word}\t{counts[word]}\n" for word in sorted(counts))
    return {
        "tokens": sum(counts.values()),
        "types": len(counts),
        "sha256": hashlib.sha256(lines.encode()).hexdigest(),
    }


def main():
    out, *paths = sys.argv[1:]
    texts = {}
    for path in paths:
        with open(path, encoding="utf-8-sig", newline="") as file:
            text = canonical(file.read())
        texts[os.path.splitext(os.path.basename(path))[0]] = {
            "keep": summary(words(text)),
            "unify": summary(words(unified(text))),
        }
    with open(out, "w") as file:
        json.dump({"icu": icu.ICU_VERSION, "texts": texts}, file, indent=1, sort_keys=True)
        file.write("\n")


if __name__ == "__main__":
    main()
