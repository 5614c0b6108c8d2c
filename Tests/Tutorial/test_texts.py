#!/usr/bin/env python3
"""What holds of the tutorial's texts without running a command, and that `run.py` fails where an output is wrong."""

import math
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

import blocks  # noqa: E402
import run  # noqa: E402

# A formula in figures, as it stands before " = ", and the figure behind it.
FORMULA = re.compile(r"(?:[\d(⌊⌈]|e\^)(?:[\d.·+−/()^⌊⌋⌈⌉ ]|(?<=\d),(?=\d))*$")
RESULT = re.compile(r"(\d(?:[\d,]*\d)?(?:\.\d+)?)(?! ?[·+−/^(\d])")


def wrong(line):
    """A line with another last digit, or another last letter."""
    for pattern in (r"\d(?=\D*$)", r"\w(?=\W*$)", r"\S(?=\s*$)"):
        found = re.search(pattern, line)
        if found:
            other = "7" if found[0] != "7" else "3"
            return line[: found.start()] + other + line[found.end() :]
    return line + "x"


def prose(text):
    """A text without its blocks and code, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"`[^`\n]*`", "", re.sub(r"```.*?```", "", text, flags=re.DOTALL)))


def equations(text):
    """The pairs of a formula in figures and the figure that it is said to equal."""
    parts = prose(text).split(" = ")
    for left, right in zip(parts, parts[1:]):
        formula, result = FORMULA.search(left), RESULT.match(right)
        if formula and result and re.search(r"[·+−/^]", formula[0]) and formula[0].count("(") == formula[0].count(")"):
            yield formula[0], result[1]


def value(formula):
    """What a formula of figures comes to."""
    formula = formula.replace(",", "").replace("e^", "math.e^")
    operators = {"·": "*", "−": "-", "^": "**", "⌊": "math.floor(", "⌋": ")", "⌈": "math.ceil(", "⌉": ")"}
    for sign, operator in operators.items():
        formula = formula.replace(sign, operator)
    return eval(formula, {"math": math})


def comes_to(formula, shown):
    """Whether the formula's value is the figure shown, rounded as that is, or within a thousandth where it has rounded figures."""
    decimals = len(shown.partition(".")[2])
    target = blocks.number(shown)
    rounding = 0.001 * abs(target) if "." in formula else 0
    return abs(value(formula) - target) <= max(0.5001 * 10**-decimals, rounding)


class Tutorial(unittest.TestCase):
    def pages(self):
        found = run.pages(run.TEXTS)
        self.assertGreater(len(found), 0)
        return found

    def test_a_wrong_line_of_any_block_is_seen(self):
        for page in self.pages():
            for found in blocks.steps(page.read_text(encoding="utf-8").splitlines()):
                if found.marks & {"text", "figures"}:
                    continue
                real = [line for line in found.shown if line.strip() != blocks.LEFT_OUT]
                left_out = blocks.LEFT_OUT in [line.strip() for line in found.shown]
                self.assertEqual(blocks.differences(found, real), [], f"{page.name}:{found.line}")
                header = blocks.header_of(real)
                for at, line in enumerate(real):
                    # What differs by less than a network's figures may, or only in a time, is no wrong line.
                    other = wrong(line)
                    if blocks.same_line(line, other, found.marks, header):
                        continue
                    outputs = real[:at] + [other] + real[at + 1 :]
                    self.assertNotEqual(blocks.differences(found, outputs), [], f"{page.name}:{found.line}: {line}")
                if real and not left_out:
                    self.assertNotEqual(blocks.differences(found, real[:-1]), [], f"{page.name}:{found.line}")

    def test_contents_links_and_lengths(self):
        contents = (run.TEXTS / "README.md").read_text(encoding="utf-8")
        for page in self.pages():
            self.assertIn(f"]({page.name})", contents)
            text = page.read_text(encoding="utf-8")
            self.assertIn("<details>", text, f"{page.name} has no exercises")
            self.assertLessEqual(text[: text.index("<details>")].count("\n"), 80, f"{page.name} is more than a screen")
        for page in [*self.pages(), run.TEXTS / "README.md", run.TEXTS / "glossary.md"]:
            for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
                self.assertTrue((page.parent / target).exists(), f"{page.name} leads to {target}")

    def test_arithmetic_is_right(self):
        found = [(page.name, *pair) for page in self.pages() for pair in equations(page.read_text(encoding="utf-8"))]
        self.assertGreater(len(found), 25)
        for name, formula, result in found:
            self.assertTrue(comes_to(formula, result), f"{name}: {formula} = {result}")
        self.assertEqual(list(equations("so 2 + ⌊7/2⌋ = 5.0 and x = 3")), [("2 + ⌊7/2⌋", "5.0")])
        self.assertTrue(comes_to("2^3.944", "15.39"))
        self.assertFalse(comes_to("2^3.944", "15.49"))
        self.assertFalse(comes_to("1,000 + 1", "1,002"))

    def test_figures_of_the_prose_are_in_outputs(self):
        """Figures of four digits or more, before the exercises: they do not stay behind when a block is recorded anew."""
        outputs, equal, checked = set(), set(), 0
        for page in self.pages():
            text = page.read_text(encoding="utf-8")
            equal |= {result for _, result in equations(text)}
            for found in blocks.steps(text.splitlines()):
                outputs |= {abs(blocks.number(figure)) for line in found.shown for figure in blocks.FIGURE.findall(line)}
        for page in self.pages():
            text = page.read_text(encoding="utf-8")
            for figure in re.findall(r"(?<![\d.])\d[\d,]*\.\d+", prose(text[: text.index("<details>")])):
                if len(figure.replace(",", "").replace(".", "").lstrip("0")) < 4 or figure in equal:
                    continue
                decimals = len(figure.partition(".")[2])
                near = any(abs(output - blocks.number(figure)) <= 0.5001 * 10**-decimals for output in outputs)
                self.assertTrue(near, f"{page.name}: {figure} is in no output")
                checked += 1
        self.assertGreater(checked, 20)

    def test_the_run_fails_where_an_output_is_wrong(self):
        for shown, status in (("hello", 0), ("goodbye", 1)):
            with tempfile.TemporaryDirectory() as folder:
                page = pathlib.Path(folder) / "01-page.md"
                page.write_text(f"```console\n$ gram hello\n{shown}\n```\n", encoding="utf-8")
                done = subprocess.run(
                    [sys.executable, run.__file__, "/bin/echo", "--texts", folder], capture_output=True, text=True
                )
                self.assertEqual(done.returncode, status, done.stdout + done.stderr)
                page.write_text("```console\n$ gram hello; exit 3\nhello\n```\n", encoding="utf-8")
                done = subprocess.run([sys.executable, run.__file__, "/bin/echo", "--texts", folder], capture_output=True)
                self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    unittest.main()
