#!/usr/bin/env python3
"""Walks through the explorer in Chromium: every screen, light and dark, on a telephone and on a wide screen.

Tests/Pages/explore.py                      every screen, of a small corpus made of Corpora/
Tests/Pages/explore.py --to FOLDER          screenshots go there

It fails if a screen writes to the console, is wider than the window, breaks a rule of axe-core, shows other figures than the
command at its foot prints, cannot be used without a script or without a mouse, or takes someone with three novels more than
six clicks to what they look for. It needs Chromium and Tests/Pages/requirements.txt; `make test-browser` installs both.
"""

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

sys.dont_write_bytecode = True

from look import FAULTS  # noqa: E402
from pages import GRAM, ODD_TEXT, ROOT  # noqa: E402

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
    "trends": "/frequencies?q=the&q=boat*&trend=year",
    "words-pairs": "/frequencies?order=2&matching=of+[]",
    "words-found": "/frequencies?q=the&q=of+the",
    "keywords": "/keyness?where=name+%3D+%27first.txt%27",
    "collocates": "/collocations?q=the",
    "dispersion": "/dispersion?q=the&q=boat*",
    "zipf": "/zipf",
    "growth": "/growth",
    "diversity": "/diversity",
    "models": "/models",
    "model": "/info?q=net",
    "model-ngram": "/info?q=base",
    "comparison": "/compare",
    "comparison-done": "/compare?model=base&model=net&resamples=200",
    "text": "/surprisal?q=The+way+was+long.&model=base&model=net",
    "text-empty": "/surprisal",
    "text-corpus": "/surprisal?document=first.txt&segments=3-6&model=base&model=net",
    "next": "/next?q=the&model=base&model=net",
    "next-tempered": "/next?q=the&model=base&temperature=2",
    "probability": "/probability?q=way&given=the&explain=1&model=base",
    "generation": "/generate?model=base&prompt=the&seed=3",
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
    names = ["first.txt", "second.txt", "<b>third<b> & last.txt"]
    for index, name in enumerate(names):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write("\n\n".join(paragraphs[index * third : (index + 1) * third]))
    with open(os.path.join(folder, "table.csv"), "w", encoding="utf-8") as file:
        file.write("name,author,year\n" + "".join(f'"{name}","A. <i>Writer</i>",{1880 + 20 * i}\n' for i, name in enumerate(names)))
    gram(folder, "ingest", "book.db", *names, "--metadata", "table.csv", "--quiet")
    gram(folder, "train", "book.db", "base", "--ngram", "mkn:3", "--quiet")
    gram(folder, "train", "book.db", "net", "--hidden", "32", "--epochs", "2", "--quiet")


class Server:
    """`gram serve`, until the end of a `with`; databases may be followed by options."""

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
            listed = []
            for task in os.listdir(f"/proc/{self.process.pid}/task"):
                with open(f"/proc/{self.process.pid}/task/{task}/children") as file:
                    listed += file.read().split()
            return [child for child in listed if os.path.exists(f"/proc/{child}")]
        except OSError:
            return []


# Screens of texts in many scripts, some read from right to left, one of two databases.
WORLD = {
    "list": "/",
    "world": "/world/",
    "world-words": "/world/frequencies?order=2",
    "world-concordance": "/world/concordance?q=*&sort=node&limit=200",
    "world-next": "/world/next?model=small",
    "world-text": "/world/surprisal?q=%D7%A9%D7%9C%D7%95%D7%9D+%D8%B9%D8%A7%D9%84%D9%85+%3Cb%3E&model=small",
}


def make_world(folder):
    shutil.copytree(os.path.join(ROOT, "Corpora/scripts"), os.path.join(folder, "scripts"))
    with open(os.path.join(folder, "odd.txt"), "w", encoding="utf-8") as file:
        file.write(ODD_TEXT)
    gram(folder, "ingest", "world.db", "scripts", "odd.txt", "--quiet")
    gram(folder, "train", "world.db", "small", "--ngram", "mkn:2", "--quiet")


def without_times(rows):
    return [{key: value for key, value in row.items() if "second" not in key} for row in rows]


def rows_of(text):
    return json.loads(text)["rows"]


def compare_with_command(folder, address, path):
    """The data of a screen are those that the command at its foot prints."""
    name, _, query = path.partition("?")
    try:
        with urllib.request.urlopen(f"{address}{name}.json?{query}") as answer:
            served = json.load(answer)
    except urllib.error.HTTPError as error:
        yield f"{path}: the data have the status {error.code}"
        return
    line = served["provenance"]["command_line"]
    command = line.replace("gram ", f"{GRAM} ", 1)
    # What stands behind a double dash is no option.
    options, dash, words = command.partition(" -- ")
    printed = subprocess.run(
        f"{options} --format json{dash}{words}", shell=True, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True).stdout
    if without_times(rows_of(printed)) != without_times(served["rows"]):
        yield f"{path}: the rows are not those of {line}"


# The rows of the tables on a page by their columns, as their cells have them.
TABLES = """() => [...document.querySelectorAll('main > .table, main > .pair .table')]
  .filter(block => block.querySelector('table') !== null).map(block => {
    const value = cell => 'v' in cell.dataset ? JSON.parse(cell.dataset.v)
      : cell.className === 'n' ? Number(cell.textContent.replace(/,/g, '').replace('\\u2212', '-')) : cell.textContent;
    return {columns: [...block.querySelector('table').tHead.rows[0].cells].map(head => head.dataset.k),
            rows: [...block.querySelector('table').tBodies[0].rows].map(row => [...row.cells].map(value))};
  })"""


def compare_with_data(page, address, path):
    """The table of a page that has the columns of the data has their rows."""
    name, _, query = path.partition("?")
    with urllib.request.urlopen(f"{address}{name}.json?{query}") as answer:
        rows = json.load(answer)["rows"]
    if not rows:
        return
    for table in page.evaluate(TABLES):
        # A table for each model has a part of the rows.
        is_part = "model" in rows[0] and "model" not in table["columns"] and len({row["model"] for row in rows}) > 1
        if is_part or not set(table["columns"]) <= set(rows[0]) or len(table["columns"]) < 2 or len(table["rows"]) > len(rows):
            continue
        for cells, row in zip(table["rows"], rows):
            shown = dict(zip(table["columns"], cells))
            told = {column: row[column] for column in table["columns"]}
            if shown != told:
                yield f"{path}: the page has {shown}, the data {told}"
                return


def finished(page, address, path):
    """Opens a page and waits for what is long work."""
    answer = page.goto(address + path)
    deadline = time.monotonic() + 120
    while answer is not None and answer.status == 202 and time.monotonic() < deadline:
        time.sleep(0.5)
        answer = page.goto(address + path)
    return answer


def look(browser, axe, address, name, path, pictures, is_result):
    context = browser.new_context()
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = finished(page, address, path)
    if answer.status >= 500 or answer.status == 202:
        yield f"{name}: status {answer.status}"
    if is_result:
        if answer.status != 200:
            yield f"{name}: status {answer.status}"
        else:
            yield from compare_with_data(page, address, path)
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
    page.goto(address + "/surprisal?document=first.txt&model=base")
    # A word that others stand before.
    page.click('main a.w:not([href*="given=%3Cs%3E&"]) >> nth=3')
    page.wait_for_url("**/probability?**explain=1")
    page.click("main .ways a >> text=Where else")
    page.wait_for_url("**/concordance?q=**")
    page.goto(address + "/zipf")
    box = page.locator("fieldset.series input >> nth=0")
    box.focus()
    page.keyboard.press("Space")
    if page.locator("[data-series] >> nth=0").is_visible():
        yield "a series stays although its box is off"
    page.goto(address + "/frequencies?where=year+%3C+1900")
    page.click("nav >> text=Zipf and growth")
    page.wait_for_url("**/zipf*")
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


class Reader:
    """Someone who clicks; typing into a field costs nothing, the click into it does."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def follow(self, selector):
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.click(selector)

    def type(self, selector, text):
        self.clicks += 1
        self.page.click(selector)
        self.page.keyboard.type(text)

    def press_enter(self):
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def walk_from_three_novels(browser, address):
    """What someone who knows AntConc looks for, each from the first page and in at most six clicks."""

    def sorted_concordance(reader):
        reader.type(".find input[name=q]", "boat")
        reader.press_enter()
        reader.type(".ask input[name=sort]", "1R,2R")
        reader.press_enter()
        return reader.page.locator("main .kwic .m0").count() > 0

    def keywords(reader):
        reader.follow("nav >> text=Keywords")
        reader.type(".ask input[name=where]", "first.txt")
        reader.press_enter()
        return reader.page.locator("main td").count() > 0

    def collocates(reader):
        reader.follow("nav >> text=Collocates")
        reader.type(".ask input[name=q]", "boat")
        reader.press_enter()
        return reader.page.locator("main td").count() > 0

    def zipf(reader):
        reader.follow("nav >> text=Zipf and growth")
        return reader.page.locator("main figure svg").count() > 0

    def next_word(model):
        def walk(reader):
            reader.follow("nav >> text=Next word")
            reader.type(".ask input[name=q]", "the")
            reader.type(".ask input[name=model]", model)
            reader.press_enter()
            return model in reader.page.inner_text("main") and reader.page.locator("main td a").count() > 0

        return walk

    tasks = {"a sorted concordance": sorted_concordance, "keywords of one against the others": keywords,
             "collocates of a word": collocates, "the Zipf chart": zipf, "next words of mkn:3": next_word("mkn:3"),
             "next words of a network": next_word("net")}
    for name, task in tasks.items():
        page = browser.new_page()
        page.goto(address + "/")
        reader = Reader(page)
        if not task(reader):
            yield f"{name}: not found at {page.url}"
        print(f"{name}: {reader.clicks} clicks", flush=True)
        if reader.clicks > 6:
            yield f"{name} takes {reader.clicks} clicks"
        page.close()


def cancel(browser, server):
    """Long work shows how far it is, and ends when its page is left."""
    page = browser.new_page()
    page.goto(server.address + "/compare?resamples=100000")
    if "Computing" not in page.title():
        yield "long work does not say that it is being done"
    deadline = time.monotonic() + 20
    while not server.children() and time.monotonic() < deadline:
        time.sleep(0.1)
    page.close()
    deadline = time.monotonic() + 30
    while server.children() and time.monotonic() < deadline:
        time.sleep(0.2)
    if server.children():
        yield "work goes on although its page is gone"


def status(address, headers={}):
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def change_beside(folder, address):
    """A database that another command changes is shown as it is, before and after, and the command is not kept waiting."""
    with urllib.request.urlopen(f"{address}/info.json") as answer:
        before = json.load(answer)
    statuses, stop = [], threading.Event()

    def ask():
        number = 0
        while not stop.is_set():
            number += 1
            statuses.append(status(f"{address}/concordance?q=the&limit={20 + number % 40}&window={20 + number % 60}"))

    readers = [threading.Thread(target=ask) for _ in range(4)]
    for reader in readers:
        reader.start()
    with open(os.path.join(folder, "later.txt"), "w", encoding="utf-8") as file:
        file.write("a later text that came when all was read\n" * 50)
    gram(folder, "ingest", "book.db", "later.txt", "--quiet")
    with urllib.request.urlopen(f"{address}/info.json") as answer:
        after = json.load(answer)
    stop.set()
    for reader in readers:
        reader.join()
    if len(after["documents"]) != len(before["documents"]) + 1:
        yield "a document that was added is not shown"
    if set(statuses) != {200}:
        yield f"while a text was added, pages had the statuses {sorted(set(statuses))}"


def refusals(folder, address):
    """Who may not ask gets nothing."""
    for headers in [{"Host": "evil.example"}, {"Origin": "http://evil.example"},
                    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}]:
        if status(f"{address}/info", headers) != 403:
            yield f"{headers} are let in"
    # Another address of this machine's own, which is not the loopback that needs no token.
    with Server(folder, "book.db", "--host", "127.0.0.2") as guarded:
        address, _, token = guarded.address.partition("/?")
        if not token.startswith("token=") or status(f"{address}/info") != 403:
            yield "another host is served without a token"
        if status(f"{address}/info", {"Cookie": "gram=" + token.removeprefix("token=")}) != 200:
            yield "the token is not taken"


def raw(address, request, patience=5):
    """What the server answers to some bytes."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=patience) as connection:
        answer = b""
        try:
            connection.sendall(request)
            while part := connection.recv(65_536):
                answer += part
        except OSError:
            pass
        return answer


def protocol(address):
    """Requests that no browser sends: each is answered, or ended, and keeps nobody waiting."""
    host = f"Host: {address.removeprefix('http://')}\r\n".encode()
    for name, request, expected in [
        ("a body", b"POST / HTTP/1.1\r\n" + host + b"Content-Length: 5\r\n\r\nhello", b"405"),
        ("another method", b"BREW / HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n", b"405"),
        ("no request", b"hello\r\n\r\n", b"400"),
        ("a byte that is no UTF-8", b"GET /\xff HTTP/1.1\r\n" + host + b"\r\n", b"400"),
        ("a space before the colon", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", b"400"),
        ("a line without end", b"GET / HTTP/1.1\r\nX: " + b"a" * 2_000_000, b"431"),
        ("another host in the address", b"GET http://evil.example/info HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n", b"403"),
    ]:
        answer = raw(address, request)
        if not answer.startswith(b"HTTP/1.1 " + expected):
            yield f"{name}: {answer[:60]}"
    once = b"GET /models.csv HTTP/1.1\r\n" + host
    several = raw(address, (once + b"\r\n") * 5 + once + b"Connection: close\r\n\r\n")
    if several.count(b"HTTP/1.1 200 OK") != 6:
        yield "requests that come together are not all answered"
    threads = [threading.Thread(target=raw, args=(address, b"GET / HTTP/1.1\r\nX: " + b"a" * 2_000_000)) for _ in range(8)]
    for thread in threads:
        thread.start()
    if status(f"{address}/models") != 200:
        yield "beside lines without end nobody is answered"
    for thread in threads:
        thread.join()
    # A function that SQLite would not leave for minutes.
    slow = urllib.parse.quote("printf('%.*c', 2147483647, 'a') = name")
    if status(f"{address}/info.json?where={slow}") != 422:
        yield "a condition that keeps SQLite is taken"


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
    make_world(folder)
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
            is_result = re.match(r"/\w+", path) is not None and "unknown" not in name and "empty" not in name \
                and name != "comparison"
            steps.append(look(browser, Axe(), server.address, name, path, pictures, is_result))
            if is_result:
                steps.append(compare_with_command(folder, server.address, path))
        if not options.only:
            steps += [walk(browser, server.address), walk_from_three_novels(browser, server.address), refusals(folder, server.address),
                      protocol(server.address), change_beside(folder, server.address), cancel(browser, server)]
        for step in steps:
            found = list(step)
            passed += not found
            for fault in found:
                faults.append(fault)
                print(fault, flush=True)
        with Server(folder, "book.db", "world.db") as world:
            for name, path in WORLD.items():
                if not options.only or name in options.only:
                    found = list(look(browser, Axe(), world.address, name, path, pictures, False))
                    passed += not found
                    faults += found
                    print("".join(f"{fault}\n" for fault in found), end="", flush=True)
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
