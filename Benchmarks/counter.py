"""Counts words, bigrams and trigrams of lines with collections.Counter: the peer everybody has."""
import sys
from collections import Counter

counts = [Counter(), Counter(), Counter()]
with open(sys.argv[1], encoding="utf-8") as text:
    for line in text:
        words = ["<s>", *line.split(), "</s>"]
        counts[0].update(words)
        counts[1].update(zip(words, words[1:]))
        counts[2].update(zip(words, words[1:], words[2:]))
print([len(order) for order in counts])
