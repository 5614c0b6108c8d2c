#!/usr/bin/env python3
"""Walks through the explorer in Chromium: every screen, light and dark, on a telephone and on a wide screen.

Tests/Pages/explore.py                      every screen, of a small corpus made of Corpora/
Tests/Pages/explore.py --to FOLDER          screenshots go there

It fails if a screen writes to the console, is wider than the window, breaks a rule of axe-core, shows other figures than the
command at its foot prints, or cannot be used without a script or without a mouse. It needs Chromium and
Tests/Pages/requirements.txt; `make test-browser` installs both.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request

sys.dont_write_bytecode = True

from look import FAULTS  # noqa: E402
from pages import GRAM, ROOT  # noqa: E402

WIDTHS = [360, 1280]

SCREENS = {
    "corpus": "/",
    "corpus-chosen": "/info?where=year+%3C+1900",
    "documents": "/metadata",
    "concordance-empty": "/concordance",
    "concordance": "/concordance?q=the+[]&sort=1R,2R&limit=20",
    "concordance-none": "/concordance?q=unicornish",
    "concordance-groups": "/concordance?q=the&group=1R",
    "passage": "/concordance?q=way&document=first.txt&segment={segment}&position={position}",
    "words": "/frequencies",
    "words-trend": "/frequencies?q=the&q=way&trend=year",
    "words-pairs": "/frequencies?order=2&matching=of+[]",
    "words-found": "/frequencies?q=the&q=of+the",
    "keywords": "/keyness?where=name+%3D+%27first.txt%27",
    "collocates": "/collocations?q=the",
    "dispersion": "/dispersion?q=the&q=boat*",
    "zipf": "/zipf",
    "growth": "/growth",
    "diversity": "/diversity",
    "models": "/models",
    "model": "/models?q=net",
    "text": "/surprisal?q=The+way+was+long.&model=base&model=net",
    "next": "/next?q=the&model=base&model=net",
    "probability": "/probability?q=way&given=the&explain=1&model=base",
    "generation": "/generate?model=base&seed=3",
    "unknown-setting": "/frequencies?colour=red",
    "unknown-page": "/nothing",
}


def gram(folder, *arguments):
    run = subprocess.run([GRAM, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if run.returncode != 0:
        raise SystemExit(f"gram {' '.join(arguments)}: {run.stderr.strip()}")
    return run.stdout


def make_corpus(folder):
    """Three documents with metadata, an n-gram model and a network."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    with open(os.path.join(ROOT, "Corpora/ferry-book.txt"), encoding="utf-8") as file:
        paragraphs = file.read().split("\n\n")
    third = len(paragraphs) // 3
    names = ["first.txt", "second.txt", "<b>third & last.txt"]
    for index, name in enumerate(names):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write("\n\n".join(paragraphs[index * third : (index + 1) * third]))
    with open(os.path.join(folder, "table.csv"), "w", encoding="utf-8") as file:
        file.write("name,author,year\n" + "".join(f'"{name}","A. <i>Writer</i>",{1880 + 20 * i}\n' for i, name in enumerate(names)))
    gram(folder, "ingest", "book.db", *names, "--metadata", "table.csv", "--quiet")
    gram(folder, "train", "book.db", "base", "--ngram", "mkn:3", "--quiet")
    gram(folder, "train", "book.db", "net", "--hidden", "32", "--epochs", "2", "--quiet")


class Server:
    """`gram serve`, until the end of a `with`."""

    def __init__(self, folder, *databases):
        self.process = subprocess.Popen(
            [GRAM, "serve", *databases], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip().rstrip("/")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()

    def children(self):
        try:
            with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children") as file:
                listed = file.read().split()
            return [child for child in listed if os.path.exists(f"/proc/{child}")]
        except OSError:
            return []


def rows_of(text):
    return json.loads(text)["rows"]


def compare_with_command(folder, address, path):
    """The data of a screen are those that the command at its foot prints."""
    name, _, query = path.partition("?")
    with urllib.request.urlopen(f"{address}{name}.json?{query}") as answer:
        served = json.load(answer)
    line = served["provenance"]["command_line"]
    command = line.replace("gram ", f"{GRAM} ", 1)
    # What stands behind a double dash is no option.
    options, dash, words = command.partition(" -- ")
    printed = subprocess.run(
        f"{options} --format json{dash}{words}", shell=True, cwd=folder, stdout=subprocess.PIPE, text=True).stdout
    if rows_of(printed) != served["rows"]:
        yield f"{path}: the rows are not those of {line}"


def look(browser, axe, address, name, path, pictures):
    context = browser.new_context()
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(address + path)
    if answer.status >= 500:
        yield f"{name}: status {answer.status}"
    for width in WIDTHS:
        for scheme in ["light", "dark"]:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=os.path.join(pictures, f"{name}-{width}-{scheme}.png"), full_page=True)
            for fault in page.evaluate(FAULTS):
                yield f"{name}, {width} px, {scheme}: {fault}"
            for violation in axe.run(page).response["violations"]:
                for node in violation["nodes"][:3]:
                    yield f"{name}, {width} px, {scheme}: {violation['id']}: {node['html'][:160]}"
    for text in dict.fromkeys(said):
        if not (answer.status >= 400 and "the server responded with a status of" in text):
            yield f"{name}: the console says {text}"
    context.close()


def walk(browser, address):
    """What a reader does: finds a word, opens its places, goes back, takes the next word, and all without a mouse."""
    page = browser.new_page()
    page.goto(address + "/frequencies")
    page.keyboard.press("/")
    page.keyboard.type("the")
    page.keyboard.press("Enter")
    page.wait_for_url("**/frequencies?q=the")
    page.click("main td a >> text=the")
    page.wait_for_url("**/concordance?q=the")
    page.go_back()
    if not page.url.endswith("/frequencies?q=the"):
        yield f"back leads to {page.url}"
    page.goto(address + "/concordance?q=the&sort=1R")
    marked = page.inner_text("table.kwic td.node >> nth=1")
    page.click("table.kwic td.node a >> nth=1")
    if page.inner_text("main mark") != marked:
        yield f"a hit does not open in its text: {page.url}"
    place = page.inner_text(".ways span")
    page.click(".ways a[rel=next]")
    if page.inner_text(".ways span") == place:
        yield "the next hit is the same"
    page.goto(address + "/keyness?where=name+%3D+%27first.txt%27")
    key = page.get_attribute("tr[data-key] >> nth=2", "data-key")
    page.hover("tr[data-key] >> nth=2")
    point = page.query_selector("svg.wide path.on")
    if point is None or point.get_attribute("data-key") != key:
        yield "pointing at a key word does not mark its point"
    page.mouse.move(0, 0)
    box = page.query_selector("svg.wide path[data-key]").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    if page.query_selector("tr.on") is None:
        yield "pointing at a point does not mark its key word"
    page.goto(address + "/next?q=the&model=base")
    word = page.inner_text("main td a >> nth=0")
    page.click("main td a >> nth=0")
    page.wait_for_load_state()
    if page.input_value("input[name=q]") != f"the {word}":
        yield f"the next word does not go on: {page.url}"
    page.goto(address + "/frequencies?where=year+%3C+1900")
    page.click("nav >> text=Growth")
    if "where=year" not in page.url:
        yield "the documents chosen are forgotten on the way to another screen"
    page.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/concordance")
    page.fill("input[name=q]", "way")
    page.click("button[type=submit]")
    if "way" not in page.inner_text("main table"):
        yield "without a script a form has no result"
    context.close()


def cancel(browser, server):
    """Long work shows how far it is, and ends when its page is left."""
    page = browser.new_page()
    page.goto(server.address + "/compare?resamples=100000")
    deadline = time.monotonic() + 20
    while not server.children() and time.monotonic() < deadline:
        time.sleep(0.1)
    if "omputing" not in page.title() and "omputing" not in page.inner_text("main"):
        yield "long work does not say that it is being done"
    page.close()
    deadline = time.monotonic() + 30
    while server.children() and time.monotonic() < deadline:
        time.sleep(0.2)
    if server.children():
        yield "work goes on although its page is gone"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", default=os.path.join(ROOT, ".build/explorer"), help="the folder for all that is made")
    parser.add_argument("--only", action="append", default=[], metavar="SCREEN")
    options = parser.parse_args()
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("There is no Chromium: make test-browser installs it.")
    folder = os.path.abspath(options.to)
    make_corpus(folder)
    pictures = os.path.join(folder, "screenshots")
    os.makedirs(pictures)
    faults, passed = [], 0
    with Server(folder, "book.db") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        steps = []
        for name, path in SCREENS.items():
            if "{" in path:
                hit = rows_of(gram(folder, "concordance", "book.db", "way", "--document", "first.txt", "--format", "json"))[0]
                path = path.format(**hit)
            if options.only and name not in options.only:
                continue
            steps.append(look(browser, Axe(), server.address, name, path, pictures))
            if re.match(r"/\w+", path) and "unknown" not in name and "empty" not in name:
                steps.append(compare_with_command(folder, server.address, path))
        if not options.only:
            steps += [walk(browser, server.address), cancel(browser, server)]
        for step in steps:
            found = list(step)
            passed += not found
            for fault in found:
                faults.append(fault)
                print(fault, flush=True)
        browser.close()
        server.process.send_signal(signal.SIGTERM)
        try:
            if server.process.wait(5) != 0:
                faults.append("SIGTERM does not end the server with 0")
        except subprocess.TimeoutExpired:
            faults.append("SIGTERM does not end the server within 5 seconds")
    print(f"screenshots: {pictures}")
    print(f"{passed} passed, {len(faults)} failed")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
