"""The pages that are looked at: every command that writes one, on a book and on texts in many scripts."""

import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GRAM = os.path.join(ROOT, ".build/release/gram")

# Words that are long, read from right to left, are written without spaces, or try to be markup.
ODD_TEXT = """\
a 😀 and a 👩‍👩‍👧 and a 🐉 and a 😀 again
the <script>alert(1)</script> & the "quotes" of the <b>bold</b>
Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenfabrikant llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch
""" * 12

# What has to be there first, in this order; each may write a page too.
MAKING = {
    "ingest": "ingest book.db book.txt",
    "ingest-many": "ingest world.db scripts odd.txt",
    "ingest-characters": "ingest characters.db book.txt --tokens characters",
    "ingest-punctuation": "ingest marks.db book.txt --keep-punctuation",
    "train-ngram": "train book.db base --ngram mkn:3",
    "train": "train book.db lstm --cell lstm --hidden 64 --epochs 6 --learning-rate 0.004",
    "train-preset": "train book.db gru --preset tiny",
    "train-scripts": "train world.db small --hidden 16 --epochs 3",
    "import": "import imported.db news base.arpa",
}

PAGES = {
    "info": "info book.db",
    "info-many": "info world.db",
    "info-curve": "info book.db --curve lstm",
    "vocabulary": "vocabulary book.db",
    "vocabulary-sizes": "vocabulary book.db --sizes",
    "vocabulary-scripts": "vocabulary world.db --limit 0",
    "tokenize": ["tokenize", "world.db", "שלום עולם، مرحبا بالعالم 我们的世界 👩‍👩‍👧 <b>"],
    "frequencies": "frequencies book.db",
    "frequencies-triples": "frequencies book.db --order 3 --limit 100",
    "frequencies-scripts": "frequencies world.db --order 2 --limit 60",
    "frequencies-spectrum": "frequencies book.db --spectrum",
    "frequencies-words": ["frequencies", "book.db", "the", "of the", "unicorn"],
    "zipf": "zipf book.db",
    "zipf-words": "zipf book.db --order 1 --ranks 1-1000",
    "zipf-scripts": "zipf world.db --bootstraps 50",
    "growth": "growth book.db",
    "diversity": "diversity book.db",
    "diversity-many": "diversity world.db --window 100",
    "concordance": "concordance book.db time --sort 1R,1L --limit 100",
    "concordance-scripts": ["concordance", "world.db", "*", "--sort", "node,1R", "--limit", "200"],
    "concordance-groups": "concordance book.db the --group 1R",
    "concordance-nothing": "concordance book.db unicorn",
    "report": "report book.db",
    "report-scripts": "report world.db",
    "report-no-models": "report characters.db",
    "walk": "walk book.db",
    "walk-scripts": "walk world.db",
    "walk-characters": "walk characters.db",
    "probability": "probability book.db the --given of --explain",
    "probability-explained": "probability book.db of --given the --model mkn:3,katz:3,lstm,base+cache --explain",
    "probability-product": ["probability", "book.db", "of the day", "--given", "<s>", "--model", "mkn:3,lstm"],
    "next": "next book.db the --model mkn:3,laplace:2,lstm",
    "next-scripts": "next world.db --model mkn:3,small --limit 25",
    "next-unseen": "next book.db unicorn --model mle:2",
    "perplexity": "perplexity book.db --model mkn:3,laplace:2,lstm,base+lstm,mkn:5+cache",
    "perplexity-text": ["perplexity", "book.db", "--text", "The way was long.", "--model", "mle:1,mkn:3"],
    "perplexity-dynamic": "perplexity book.db --model lstm --dynamic",
    "surprisal": "surprisal book.db --file passage.txt --model mkn:3,lstm",
    "surprisal-one": ["surprisal", "book.db", "We saw the long way home, unicorn.", "--model", "mkn:3"],
    "surprisal-scripts": "surprisal world.db --file odd-passage.txt --model mkn:3,small",
    "surprisal-stimuli": "surprisal book.db --file stimuli.csv --model mkn:3,lstm",
    "generate": "generate book.db --model mkn:3 --count 3",
    "generate-scripts": "generate world.db --model small",
    "gradients": "gradients book.db lstm,gru",
    "compare": "compare book.db --model laplace:2,mkn:3,mkn:5+cache,lstm,gru",
    "compare-seeds": "compare book.db --model mkn:3,lstm --seeds 3 --time-limit 5s --split valid",
    "compare-databases": "compare marks.db characters.db --model mkn:5",
}


def gram(folder, arguments):
    """Runs the command there; what it prints on standard error is returned."""
    run = subprocess.run([GRAM, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if run.returncode != 0:
        raise SystemExit(f"gram {' '.join(arguments)}: {run.stderr.strip()}")
    return run.stdout


def make(folder, text, wanted):
    """Writes the pages and the drawings into the folder.

    Returns the names of the pages in their order.
    """
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        if name.endswith((".db", ".html", ".svg", ".arpa")):
            os.remove(os.path.join(folder, name))
    with open(text, encoding="utf-8") as file:
        book = file.read()
    scripts = os.path.join(folder, "scripts")
    os.makedirs(scripts, exist_ok=True)
    for name in os.listdir(os.path.join(ROOT, "Corpora/scripts")):
        with open(os.path.join(ROOT, "Corpora/scripts", name), encoding="utf-8") as source:
            write(os.path.join(scripts, name), source.read())
    write(os.path.join(folder, "book.txt"), book)
    write(os.path.join(folder, "odd.txt"), ODD_TEXT)
    write(os.path.join(folder, "passage.txt"), " ".join(book.split()[3000:3220]) + "\n")
    odd = "".join(open(os.path.join(scripts, name), encoding="utf-8").read()[:160] + "\n" for name in sorted(os.listdir(scripts)))
    write(os.path.join(folder, "odd-passage.txt"), odd + ODD_TEXT[:200])
    write(
        os.path.join(folder, "stimuli.csv"),
        "item,condition,text\n1,plausible,We saw the long way home.\n1,odd,We saw the long home way.\n"
        "2,plausible,They came to the river.\n2,odd,They came the river to.\n",
    )
    pages = []
    for name, line in {**MAKING, **PAGES}.items():
        arguments = line.split() if isinstance(line, str) else line
        if name == "import":
            gram(folder, ["export", "book.db", "base", "base.arpa"])
        if name in MAKING or not wanted or name in wanted:
            gram(folder, arguments + ["--html", f"{name}.html"])
            if not wanted or name in wanted:
                pages.append(name)
    return pages


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
