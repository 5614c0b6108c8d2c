#!/usr/bin/env python3
"""What `blocks.py` must see and must overlook, on outputs made up for it and on every block of the tutorial."""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

import blocks  # noqa: E402
import run  # noqa: E402

TRAINING = [
    "   epoch  train perplexity  tokens per second   seconds",
    "       1             15.73             91,469     0.250",
    "       2             9.271            771,943    0.0296",
]


def step(shown, *marks):
    return blocks.Step("command", shown, set(marks), 1, 1, 1 + len(shown))


def wrong(line):
    """A line with another last digit, or another last letter."""
    for pattern in (r"\d(?=\D*$)", r"\w(?=\W*$)", r"\S(?=\s*$)"):
        found = re.search(pattern, line)
        if found:
            other = "7" if found[0] != "7" else "3"
            return line[: found.start()] + other + line[found.end() :]
    return line + "x"


class Differences(unittest.TestCase):
    def agree(self, shown, real, *marks):
        self.assertEqual(blocks.differences(step(shown, *marks), real), [])

    def differ(self, shown, real, *marks):
        self.assertNotEqual(blocks.differences(step(shown, *marks), real), [])

    def test_every_character_counts_but_white_space_at_the_end(self):
        self.agree(["a 1", ""], ["a 1 ", ""])
        self.differ(["a 1"], ["a 2"])
        self.differ(["a  1"], ["a 1"])
        self.differ(["a"], ["a", "b"])
        self.differ(["a", "b"], ["a"])
        self.differ([], ["a"])
        self.differ(["a"], [])

    def test_lines_left_out(self):
        self.agree(["a", "…", "d"], ["a", "b", "c", "d"])
        self.agree(["…", "c", "…"], ["a", "b", "c", "d"])
        self.agree(["…"], ["a"])
        self.agree(["a", "…", "b"], ["a", "b"])
        self.differ(["a", "…", "d"], ["a", "b", "c"])
        self.differ(["a", "…", "d"], ["x", "b", "d"])
        self.differ(["…", "x", "…"], ["a", "b"])
        self.differ(["…", "b", "…", "a", "…"], ["a", "b", "c"])
        self.differ(["a", "…", "a"], ["a"])

    def test_figures_of_networks_within_two_per_cent(self):
        self.agree(["loss 1.000 of net"], ["loss  1.0199 of net"], "network")
        self.differ(["loss 1.000 of net"], ["loss 1.021 of net"], "network")
        self.differ(["loss 1.000 of net"], ["loss 1.000 of lstm"], "network")
        self.differ(["epoch 3"], ["epoch 4"], "network")
        self.differ(["1 2"], ["1"], "network")
        self.differ(["1.000"], ["-1.000"], "network")
        self.agree(["1,000.5"], ["1,001.5"], "network")
        self.differ(["loss 1.000"], ["loss 1.001"])

    def test_small_gradients(self):
        self.agree(["5.0e-05"], ["7.0e-05"], "network")
        self.differ(["5.0e-05"], ["2.0e-04"], "network")

    def test_times(self):
        other = [TRAINING[0]] + [re.sub(r"[\d,.]+ +[\d.]+$", "11  0.9", line) for line in TRAINING[1:]]
        self.assertNotEqual(other, TRAINING)
        self.agree(TRAINING, other)
        self.agree(TRAINING, other, "network")
        self.agree([TRAINING[0], "…", TRAINING[2]], other, "network")
        self.differ(TRAINING, [TRAINING[0], TRAINING[1].replace("15.73", "16.73"), TRAINING[2]], "network")

    def test_form_only(self):
        self.agree(["rate 4.0; half"], ["rate 17; half"], "figures")
        self.differ(["rate 4.0; half"], ["rate 17; third"], "figures")
        self.agree(["the river", "", "the sea"], ["a goat", "", "xyz"], "text")
        self.differ(["the river"], [""], "text")
        self.differ(["the river"], ["the river", "more"], "text")


class Reading(unittest.TestCase):
    TEXT = ["<!-- test: network, text -->", "```console", "$ a \\", "    b", "1", "$ c", "```", "", "```console", "$ d", "```"]

    def test_commands_outputs_marks_places(self):
        found = blocks.steps(self.TEXT)
        self.assertEqual([s.command for s in found], ["a b", "c", "d"])
        self.assertEqual([s.shown for s in found], [["1"], [], []])
        self.assertEqual([s.marks for s in found], [{"network", "text"}, {"network", "text"}, set()])
        self.assertEqual([(s.first, s.last) for s in found], [(4, 5), (6, 6), (10, 10)])

    def test_what_is_no_text(self):
        for lines in (["```console", "$ a"], ["```console", "1", "```"], ["<!-- test: netwrok -->"]):
            with self.assertRaises(ValueError):
                blocks.steps(lines)

    def test_recording_keeps_what_is_left_out(self):
        real = ["head", "row 1", "row 2", "row 30", "chart", "foot"]
        self.assertEqual(blocks.recorded([], real), real)
        self.assertEqual(blocks.recorded(["old", "…", "row 30!", "…"], real), ["head", "…", "row 30", "…"])
        self.assertEqual(blocks.recorded(["…", "old"], real), ["…", "foot"])


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
