"""Models of other tools: ARPA files and networks in safetensors."""

import json
import struct

import mutation

SMALL_ARPA = b"""\\data\\
ngram 1=5
ngram 2=4

\\1-grams:
-0.7\t<unk>
-99\t<s>\t-0.3
-0.6\t</s>
-0.5\ta\t-0.2
-0.9\tb\t-0.1

\\2-grams:
-0.3\t<s> a
-0.4\ta b
-0.5\tb </s>
-0.6\ta </s>

\\end\\
"""


def arpa(generator, bases):
    """ARPA files. What is imported must give perplexities that probabilities can give."""
    data = generator.choice(bases.arpas)
    if len(data) > 20000 and generator.random() < 0.7:
        data = bases.arpas[2]
    data = _other_numbers(generator, data) if generator.random() < 0.5 else mutation.damaged(generator, data, b"\t =")
    database = generator.choice(["n.db", "n.db", "a.db"])
    text = generator.choice(["a b", "the a b </s> x", "of the ferry"])
    commands = [
        ["import", database, "x", "x.arpa"],
        ["perplexity", database, "--model", "x", "--text", text, "--format", "json"],
    ]

    def judge(folder, result):
        for row in json.loads(result.out)["rows"]:
            for key, value in row.items():
                if key.startswith("perplexity") and value is not None and value < 0.999999:
                    return f"{key} is {value}"
        return None

    return {"x.arpa": data}, commands, judge


def _other_numbers(generator, data):
    """An ARPA file that keeps its form: other numbers, words, or n-grams fewer and more, the head true to them."""
    lines = data.split(b"\n")
    rows = [at for at, line in enumerate(lines) if b"\t" in line]
    for _ in range(generator.choice([1, 1, 2, 5])):
        at = generator.choice(rows)
        fields = lines[at].split(b"\t")
        order = len(fields[1].split(b" ")) if len(fields) > 1 else 1
        action = generator.randrange(8)
        number = generator.choice(mutation.EDGES[:22] + [b"%.6g" % generator.uniform(-12, 0.2)])
        change = 0
        if action < 3:
            fields[0] = number
        elif action < 5:
            fields[2:] = [number]
        elif action == 5 and len(fields) > 1:
            words = fields[1].split(b" ")
            words[generator.randrange(len(words))] = generator.choice(mutation.PIECES)
            fields[1] = b" ".join(words)
        else:
            change = generator.choice([-1, -1, 1])
        lines[at] = b"\t".join(fields)
        if change:
            head = next((n for n, line in enumerate(lines) if line.startswith(b"ngram %d=" % order)), None)
            if head is not None:
                lines[head] = b"ngram %d=%d" % (order, int(lines[head].split(b"=")[1]) + change)
            lines[at : at + 1] = [lines[at]] * (1 + change)
            rows = [at for at, line in enumerate(lines) if b"\t" in line] or [0]
    return b"\n".join(lines)


def safetensors(generator, bases):
    """Networks' files: the head as JSON and as bytes, and the tensors."""
    data = bases.safetensors
    size = int.from_bytes(data[:8], "little")
    way = generator.randrange(5)
    if way == 0:
        data = mutation.bytes_of(generator, data)
    elif way == 4:
        weights = bytearray(data)
        for _ in range(generator.choice([1, 3, 100])):
            at = 8 + size + 4 * generator.randrange((len(data) - 8 - size) // 4)
            value = generator.choice([float("nan"), float("inf"), -float("inf"), 3e38, -3e38, 1e-45, 0.0, 1e4])
            weights[at : at + 4] = struct.pack("<f", value)
        data = bytes(weights)
    elif way == 1:
        head = mutation.bytes_of(generator, data[8 : 8 + size], mutation.EDGES + mutation.PIECES)
        data = len(head).to_bytes(8, "little") + head + data[8 + size :]
    else:
        head = json.loads(data[8 : 8 + size])
        for _ in range(generator.randint(1, 3)):
            _damage_json(generator, head)
        encoded = json.dumps(head).encode()
        data = len(encoded).to_bytes(8, "little") + encoded + data[8 + size :]
        if generator.random() < 0.2:
            data += bytes(generator.randrange(1, 100))
    commands = [
        ["import", "a.db", "x", "x.safetensors"],
        ["perplexity", "a.db", "--model", "x", "--text", "the ferry", "--format", "json"],
    ]
    return {"x.safetensors": data}, commands, None


def _damage_json(generator, value):
    """Changes one thing somewhere within a JSON object or array."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = generator.choice(keys)
        if isinstance(value[key], (dict, list)) and value[key] and generator.random() < 0.7:
            value = value[key]
            continue
        break
    edges = [
        0,
        1,
        -1,
        0.5,
        2**31,
        2**32,
        2**53,
        2**63,
        2**63 - 1,
        -(2**63),
        10**30,
        1e308,
        None,
        True,
        "",
        "F32",
        "BF16",
        "F16",
        "I64",
        "x" * 300,
        "\x1b[31m\u202e",
        [],
        {},
        [0, 0],
        [2**62, 4],
        [-1, -1],
        [[1]],
        "[]",
        '["a", "a"]',
    ]
    action = generator.randrange(4)
    if action == 0:
        del value[key]
    elif action == 1 and isinstance(value[key], int) and not isinstance(value[key], bool):
        value[key] += generator.choice([-4, -1, 1, 4, 8, 256])
    elif action == 2 and isinstance(value, dict) and len(value) > 1:
        value[key] = value[generator.choice(list(value))]
    else:
        value[key] = generator.choice(edges)
