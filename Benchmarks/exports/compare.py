#!/usr/bin/env python3
"""Whether DOCX, ODT and EPUB files of pandoc and LibreOffice give the words that those export as plain text.

usage: compare.py GRAM

Makes the files from sample.md and sample.fodt, which have headings, lists, tables, notes, links, tracked changes, text boxes,
comments, ruby, code and formulas; reads each in by GRAM, the built command, and compares the words of `gram export --text`
with those of `pandoc -t plain` and `soffice --convert-to txt`, as far as these are installed. Prints what differs. Known to:
the exports number notes and lists, and have a title page or none; pandoc puts notes at the end, where gram leaves them out with a
note; LibreOffice's has what was deleted and what is hidden, and neither has text boxes, which gram has.
"""
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def words(text):
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").lower()
    return re.findall(r"[\w'’]+", text)


def convert(folder, kind, path):
    profile = "-env:UserInstallation=file://" + os.path.join(folder, "profile")
    run("soffice", "--headless", profile, "--convert-to", kind, "--outdir", os.path.join(folder, "made"), path)


def make(folder):
    made = os.path.join(folder, "made")
    os.makedirs(made)
    if shutil.which("pandoc"):
        for kind in ("docx", "odt", "epub"):
            run("pandoc", os.path.join(HERE, "sample.md"), "-o", os.path.join(made, "pandoc." + kind))
    if shutil.which("soffice"):
        for kind in ("docx", "odt"):
            convert(folder, kind, os.path.join(HERE, "sample.fodt"))
    return sorted(os.path.join(made, name) for name in os.listdir(made))


def exports(folder, path):
    if shutil.which("pandoc"):
        target = os.path.join(folder, "pandoc.txt")
        run("pandoc", "-t", "plain", "--wrap=none", path, "-o", target)
        yield "pandoc", target
    if shutil.which("soffice") and not path.endswith(".epub"):
        convert(folder, "txt:Text (encoded):UTF8", path)
        yield "LibreOffice", os.path.splitext(path)[0] + ".txt"


def main():
    gram = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        for path in make(folder):
            name = os.path.basename(path)
            database, out = os.path.join(folder, name + ".db"), os.path.join(folder, name + ".out")
            run(gram, "ingest", database, path)
            run(gram, "export", database, "--text", out)
            with open(os.path.join(out, name), encoding="utf-8") as file:
                own = words(file.read())
            for program, export in exports(folder, path):
                with open(export, encoding="utf-8-sig") as file:
                    theirs = words(file.read())
                print(f"{name}: {len(own)} words, {len(theirs)} of {program}")
                for kind, a, b, c, d in difflib.SequenceMatcher(None, own, theirs, autojunk=False).get_opcodes():
                    if kind != "equal":
                        print(f"    gram: {' '.join(own[a:b]) or '–'} | {program}: {' '.join(theirs[c:d]) or '–'}")


main()
