#!/usr/bin/env python3
"""An Elman network from scratch: what stands behind `gram next` and `gram perplexity`, in plain Python.

    gram export letters.db net net.safetensors
    python3 elman.py net.safetensors "the river"

The file has the weights as PyTorch's `torch.nn.RNN` and `torch.nn.Linear` name and lay them out, a row for each output.
Each character is a word of the vocabulary; the network must have been trained with `--embedding one-hot` and one layer.
"""

import json
import math
import struct
import sys


def load(path):
    """The words in the order of their numbers, and each tensor as a list of rows."""
    with open(path, "rb") as file:
        size = struct.unpack("<Q", file.read(8))[0]
        header, data = json.loads(file.read(size)), file.read()
    words = json.loads(header.pop("__metadata__")["words"])
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        values = struct.unpack(f"<{(end - start) // 4}f", data[start:end])
        width = entry["shape"][-1]
        tensors[name] = [values[at : at + width] for at in range(0, len(values), width)]
    return words, tensors


def dot(row, vector):
    return sum(a * b for a, b in zip(row, vector))


def step(tensors, word, state):
    """H_t = tanh(X_t W_xh + H_{t−1} W_hh + b_h). X_t is one-hot, so that X_t W_xh is a column of the weights."""
    input_bias, state_bias = tensors["rnn.bias_ih_l0"][0], tensors["rnn.bias_hh_l0"][0]
    rows = zip(tensors["rnn.weight_ih_l0"], tensors["rnn.weight_hh_l0"], input_bias, state_bias)
    return [math.tanh(into[word] + dot(back, state) + b + c) for into, back, b, c in rows]


def output(tensors, state):
    """softmax(H_t W_hq + b_q): a probability for each word of the vocabulary."""
    scores = [dot(row, state) + b for row, b in zip(tensors["output.weight"], tensors["output.bias"][0])]
    largest = max(scores)
    powers = [math.exp(score - largest) for score in scores]
    return [power / sum(powers) for power in powers]


def main(path, text):
    words, tensors = load(path)
    state = [0.0] * len(tensors["rnn.weight_hh_l0"])
    unknown = set(text) - set(words)
    if unknown:
        sys.exit(f"The network does not know {', '.join(map(repr, sorted(unknown)))}.")
    bits = 0.0
    word = words.index("</s>")  # what a text begins after
    for character in text:
        state = step(tensors, word, state)
        word = words.index(character)
        bits -= math.log2(output(tensors, state)[word])
    state = step(tensors, word, state)
    probabilities = output(tensors, state)
    print(f"perplexity of the {len(text)} characters: {2 ** (bits / len(text)):.3f}")
    for probability, word in sorted(zip(probabilities, words), reverse=True)[:3]:
        print(f"{word.replace(' ', '␠')}  {probability:.4f}")


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[2]:
        sys.exit(__doc__)
    main(*sys.argv[1:])
