"""The example of the documentation; that in C is compiled and run by the tests in Swift."""

import pathlib
import subprocess
import sys

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "Documentation" / "examples" / "score.py"


def run(*arguments, text=""):
    return subprocess.run([sys.executable, EXAMPLE, *arguments], input=text, capture_output=True, text=True)


def test_the_example_runs(arpa):
    done = run(arpa, text="this is\nis\n")
    assert done.stdout.splitlines() == [
        "3-grams",
        # </s> after this is: −0.3 − 0.125 − 1; after <s> is: −0.5 − 1.5, and −0.125 − 1.
        "-1.5750 this is",
        "  -0.1000 this, 2 words",
        "  -0.0500 is, 3 words",
        "  -1.4250 </s>, 1 words",
        "  -1.5750 by states",
        "-3.1250 is",
    ]
    assert done.stderr == "" and done.returncode == 0


def test_its_errors_are_told():
    done = run("none.arpa")
    assert done.returncode == 66 and done.stderr.startswith("none.arpa cannot be opened: No such file")
