#!/usr/bin/env python3
"""What `blocks.py` must see and must overlook, on outputs made up for it."""

import re
import sys
import unittest

sys.dont_write_bytecode = True

import blocks  # noqa: E402

TRAINING = [
    "   epoch  train perplexity  tokens per second   seconds",
    "       1             15.73             91,469     0.250",
    "       2             9.271            771,943    0.0296",
]


def step(shown, *marks):
    return blocks.Step("command", shown, set(marks), 1, 1, 1 + len(shown))


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


if __name__ == "__main__":
    unittest.main()
