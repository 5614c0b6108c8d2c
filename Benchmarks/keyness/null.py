"""How often keyness finds a difference where there is none.

    python3 Benchmarks/keyness/null.py .build/release/gram FOLDER [HALVINGS]

A hundred texts of FOLDER, drawn at random, are halved at random, twenty times by default. Words stand in both halves by chance
alone, so that of those in at least ten documents one in twenty should have p < 0.05. Printed is the share by the test over documents
and by G², which takes each token for a draw of its own.
"""

import csv
import io
import math
import pathlib
import random
import subprocess
import sys
import tempfile

TEXTS, FEWEST_DOCUMENTS, LEVEL = 100, 10, 0.05


def main():
    gram, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    halvings = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    draw = random.Random(1)
    texts = draw.sample(sorted(folder.glob("*.txt")), TEXTS)
    print("halving words documents g2")
    shares = []
    with tempfile.TemporaryDirectory() as place:
        database = str(pathlib.Path(place) / "novels.db")
        subprocess.run([gram, "ingest", database, "--quiet", *map(str, texts)], check=True)
        for halving in range(1, halvings + 1):
            half = draw.sample([text.name for text in texts], TEXTS // 2)
            chosen = [part for name in half for part in ("--document", name)]
            table = subprocess.run(
                [gram, "keyness", database, *chosen, "--minimum", str(FEWEST_DOCUMENTS), "--limit", "0"]
                + ["--format", "csv", "--quiet"],
                check=True, capture_output=True, text=True).stdout
            rows = [
                row for row in csv.DictReader(io.StringIO(table))
                if int(row["documents"]) + int(row["reference_documents"]) >= FEWEST_DOCUMENTS
            ]
            # The p of G² of one word: a χ² of one degree of freedom.
            by_g2 = sum(math.erfc(math.sqrt(abs(float(row["g2"])) / 2)) < LEVEL for row in rows)
            by_documents = sum(float(row["p_documents"]) < LEVEL for row in rows)
            shares.append((by_documents / len(rows), by_g2 / len(rows)))
            print(f"{halving} {len(rows)} {shares[-1][0]:.4f} {shares[-1][1]:.4f}", flush=True)
    means = [sum(column) / len(shares) for column in zip(*shares)]
    print(f"mean – {means[0]:.4f} {means[1]:.4f}")


main()
