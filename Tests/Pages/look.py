#!/usr/bin/env python3
"""Looks at the page of every command in Chromium, light and dark, on a telephone, a tablet and a wide screen.

Tests/Pages/look.py                          every page of a text of Corpora/
Tests/Pages/look.py --text BOOK.txt          of a text of your own
Tests/Pages/look.py --only zipf --only info  some of them

It fails if a page writes to the console, is wider than the screen, breaks a rule of axe-core, has a label that is small,
cut off or on another, or offers a file that cannot be saved or read. Screenshots, PDFs and drawings stay in the folder
that --to names.
"""

import argparse
import csv
import io
import json
import os
import shutil
import sys
import xml.etree.ElementTree

sys.dont_write_bytecode = True

import pages as corpus  # noqa: E402

WIDTHS = [360, 800, 1600]
SCHEMES = ["light", "dark"]

# What sticks out of the page, and texts of drawings that are small, cut off or on each other.
FAULTS = """() => {
  const faults = [];
  const root = document.documentElement;
  if (root.localName === 'html' && root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} px wide of ${root.clientWidth}`);
  for (const svg of document.querySelectorAll('svg')) {
    const frame = svg.getBoundingClientRect();
    if (frame.width === 0) continue;
    const name = svg.closest('figure')?.dataset.name ?? 'a drawing';
    const boxes = [];
    for (const text of svg.querySelectorAll('text')) {
      const box = text.getBoundingClientRect();
      if (box.width === 0) continue;
      const content = text.textContent;
      const size = parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a;
      if (size < 10.9) faults.push(`${name}: ‘${content}’ is ${size.toFixed(1)} px high`);
      // Above and below the letters a line has room that another may use.
      const [top, bottom] = [box.top + box.height * 0.22, box.bottom - box.height * 0.22];
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || top < frame.top || bottom > frame.bottom)
        faults.push(`${name}: ‘${content}’ leaves the drawing`);
      for (const other of boxes) {
        if (box.left < other.right - 1 && other.left < box.right - 1 && top < other.bottom && other.top < bottom)
          faults.push(`${name}: ‘${content}’ lies on ‘${other.content}’`);
      }
      boxes.push({content, left: box.left, right: box.right, top, bottom});
    }
  }
  return faults;
}"""


def saved_files(page, name, pictures):
    """Saves all that a page offers, and yields what is wrong with it; drawings stay, with a picture of each."""
    drawings = []
    for index in range(len(page.query_selector_all(".files button"))):
        # Of many files from one page Chromium asks whether it may go on.
        if index % 8 == 0:
            page.reload()
        button = page.query_selector_all(".files button")[index]
        file = button.get_attribute("title")
        try:
            with page.expect_download(timeout=5000) as download:
                button.click()
            assert file == "Save " + download.value.suggested_filename, "the file has another name"
            text = open(download.value.path(), encoding="utf-8", newline="").read()
            if file.endswith(".json"):
                value = json.loads(text)
                assert isinstance(value["rows"] if "result" in file else value, list), "it has no rows"
            elif file.endswith(".csv"):
                rows = list(csv.reader(io.StringIO(text)))
                assert len({len(row) for row in rows}) == 1, "rows are of different lengths"
            else:
                xml.etree.ElementTree.fromstring(text)
                drawings.append(os.path.join(pictures, f"{name}-{download.value.suggested_filename}"))
                download.value.save_as(drawings[-1])
        except Exception as error:  # Whatever it is, the file is not what it should be.
            yield f"{file}: {error!r}"
    for drawing in drawings:
        page.goto("file://" + drawing)
        page.screenshot(path=drawing + ".png")
        for fault in page.evaluate(FAULTS):
            yield f"{os.path.basename(drawing)}: {fault}"


def look(browser, axe, folder, name, pictures):
    """Opens a page and shows it in each width and scheme; yields what is wrong with it."""
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("file://" + os.path.join(folder, name + ".html"))
    for width in WIDTHS:
        for scheme in SCHEMES:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            where = f"{name}, {width} px, {scheme}"
            page.screenshot(path=os.path.join(pictures, f"{name}-{width}-{scheme}.png"), full_page=True)
            for fault in page.evaluate(FAULTS):
                yield f"{where}: {fault}"
            for violation in axe.run(page).response["violations"]:
                for node in violation["nodes"][:3]:
                    yield f"{where}: {violation['id']}: {node['html'][:160]}"
    page.pdf(path=os.path.join(pictures, f"{name}.pdf"), format="A4")
    for fault in saved_files(page, name, pictures):
        yield f"{name}: {fault}"
    for text in dict.fromkeys(said):
        yield f"{name}: the console says {text}"
    context.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", default=os.path.join(corpus.ROOT, "Corpora/ferry-book.txt"))
    parser.add_argument("--to", default=os.path.join(corpus.ROOT, ".build/pages"), help="the folder for all that is made")
    parser.add_argument("--only", action="append", default=[], metavar="PAGE")
    parser.add_argument("--keep", action="store_true", help="look again at pages that are there")
    options = parser.parse_args()

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from axe_playwright_python.sync_playwright import Axe
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        print(
            "Pages were not looked at: that takes Chromium (apt-get install chromium) and Tests/Pages/requirements.txt "
            "(make pages installs it)."
        )
        return

    names = list({**corpus.MAKING, **corpus.PAGES})
    if unknown := set(options.only) - set(names):
        sys.exit(f"There is no page {', '.join(sorted(unknown))}; there are {', '.join(names)}.")
    folder = os.path.abspath(options.to)
    made = (
        [name for name in names if name in (options.only or names) and os.path.exists(os.path.join(folder, name + ".html"))]
        if options.keep
        else corpus.make(folder, options.text, options.only)
    )
    pictures = os.path.join(folder, "screenshots")
    os.makedirs(pictures, exist_ok=True)
    faults = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in made:
            for fault in look(browser, Axe(), folder, name, pictures):
                faults += 1
                print(fault, flush=True)
        browser.close()
    print(f"{len(made)} pages in {len(WIDTHS)} widths, light and dark: {faults or 'no'} faults; see {pictures}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
