"""Tables: lists of frequencies, and stimuli by texts and by words."""

import mutation


def frequencies(generator, bases):
    """Lists of frequencies."""
    way = generator.randrange(5)
    counts = sorted((int(generator.paretovariate(1.0)) for _ in range(generator.randint(1, 300))), reverse=True)
    if way == 0:
        data = "\n".join(map(str, counts))
    elif way == 1:
        data = "\n".join(f"{count}\t{generator.randint(1, 50)}" for count in sorted(set(counts)))
    elif way == 2:
        data = "word\tcount\n" + "\n".join(f"w{at}\t{count}" for at, count in enumerate(counts))
    elif way == 3:
        data = "\n".join(f"{count} w{at}" for at, count in enumerate(counts))
    else:
        # Numbers as large as they go, one a line or with as many types.
        large = [2**31, 2**32, 3 * 10**9, 2**53, 2**62, 2**63 - 1, 10**12, 10**6, *counts[:5]]
        rows = [generator.choice(large) for _ in range(generator.randint(1, 6))]
        if generator.random() < 0.5:
            data = "\n".join(f"{row}\t{generator.choice([1, 2, generator.choice(large)])}" for row in sorted(set(rows)))
        else:
            data = "\n".join(map(str, rows))
    data = data.encode() + b"\n"
    if way != 4:
        data = mutation.damaged(generator, data)
    command = ["zipf", "--frequencies", "f.txt", "--bootstraps", generator.choice(["0", "0", "3"])]
    if generator.random() < 0.2:
        command.append("--independent-halves")
    if generator.random() < 0.3:
        command += ["--format", generator.choice(["json", "csv"])]
    if generator.random() < 0.1:
        command += ["--html", "z.html"]
    return {"f.txt": data}, [command], None


def stimuli(generator, bases):
    """Tables of stimuli, by texts and by words, with their quotes and separators."""
    words = bases.text[:2000].decode().split()
    separator = generator.choice([",", ",", "\t", ";"])
    rows = []
    if generator.random() < 0.5:
        rows.append(separator.join(["item", "condition", "text"]))
        for item in range(generator.randint(0, 6)):
            text = " ".join(generator.choices(words, k=generator.randint(0, 8))).replace('"', '""')
            rows.append(separator.join([str(item), generator.choice("ab"), f'"{text}"']))
    else:
        rows.append(separator.join(["item", "word", "region"]))
        for item in range(generator.randint(0, 4)):
            for word in generator.choices(words, k=generator.randint(1, 5)):
                word = '"' + word.replace('"', '""') + '"'
                rows.append(separator.join([str(item), word, str(generator.randint(1, 4))]))
    data = "\n".join(rows).encode() + b"\n"
    turn = generator.random()
    if turn < 0.4:
        # Within a cell, so that the table stays one.
        at = generator.randrange(data.index(b"\n"), len(data))
        piece = generator.choice(mutation.PIECES).replace(b'"', b'""')
        data = data[:at] + piece + data[at:]
    elif turn < 0.9:
        data = mutation.damaged(generator, data, separator.encode())
    name = generator.choice(["s.csv", "s.csv", "s.tsv", "s.txt"])
    command = ["surprisal", "a.db", "--file", name, "--model", generator.choice(["tri", "mkn:2", "net", "tri,net"])]
    if generator.random() < 0.5:
        command += ["--format", generator.choice(["json", "jsonl", "csv", "tsv"])]
    return {name: data}, [command], None
