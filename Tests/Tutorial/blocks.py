"""The console blocks of a text, and how an output is compared with what the text says.

A block is a fence of the kind `console`. A line that begins with "$ " is a command, which goes on in the next line where it
ends with a backslash; the lines up to the next command are its output on standard output. A line "…" stands for any lines.
A comment before the block, `<!-- test: WORD, … -->`, says how its outputs are compared:

    network   figures within 2 %, but any where both are below 1e-4: what a trained network says
    figures   figures may be any: an exploding run
    text      what the lines say may be anything, but as many are empty and as many are not: text drawn from a network
"""

import dataclasses
import difflib
import re

LEFT_OUT = "…"
MARKS = {"network", "figures", "text"}
TOLERANCE = 0.02
SMALL = 1e-4
# Columns of measured times, which differ from run to run.
TIMES = {"tokens per second", "tokens/s", "seconds", "training s"}
FIGURE = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?")


@dataclasses.dataclass
class Step:
    """One command, and the lines of output that the text gives it."""

    command: str
    shown: list[str]
    marks: set[str]
    line: int  # where the command stands, from 1
    first: int  # index of the first line of output in the text
    last: int  # index behind the last one


def steps(lines):
    """The commands of a text in order.

    Raises ValueError, naming the line, for an unknown mark, a fence that is not closed, or output before a command.
    """
    found, marks, inside = [], set(), False
    index = 0
    while index < len(lines):
        line = lines[index].rstrip("\n")
        comment = re.fullmatch(r"<!-- test: (.*) -->", line)
        if not inside and comment:
            marks = set(re.split(r", *", comment[1]))
            if marks - MARKS:
                raise ValueError(f"line {index + 1}: unknown mark {', '.join(sorted(marks - MARKS))}")
        elif not inside and line == "```console":
            inside, begun = True, index
        elif inside and line == "```":
            inside, marks = False, set()
        elif inside and line.startswith("$ "):
            start, command = index, line[2:]
            while command.endswith("\\"):
                index += 1
                command = command[:-1] + lines[index].strip()
            found.append(Step(command, [], marks, start + 1, index + 1, index + 1))
        elif inside:
            if not found or found[-1].line <= begun:
                raise ValueError(f"line {index + 1}: output without a command")
            found[-1].shown.append(line)
            found[-1].last = index + 1
        index += 1
    if inside:
        raise ValueError(f"line {begun + 1}: the block is not closed")
    return found


def chunks(shown):
    """The runs of lines between the lines "…": one more than there are of these."""
    parts = [[]]
    for line in shown:
        if line.strip() == LEFT_OUT:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def cells(line):
    return re.split(r"  +", line.strip())


def number(text):
    return float(text.replace("−", "-").replace(",", ""))


def same_figures(shown, real):
    ours, theirs = FIGURE.findall(shown), FIGURE.findall(real)
    for one, other in zip(map(number, ours), map(number, theirs)):
        small = abs(one) < SMALL and abs(other) < SMALL
        if not small and abs(one - other) > TOLERANCE * abs(one):
            return False
    return len(ours) == len(theirs)


def same_line(shown, real, marks, header=None):
    """Whether a line of output says what the text says; `header` is the line that names the columns of its table."""
    if "text" in marks:
        return bool(real.strip()) == bool(shown.strip())
    if header:
        # The widths of columns follow from times, too: only what stands in them is compared.
        ours, theirs = cells(shown), cells(real)
        timed = [column in TIMES for column in cells(header)]
        if len(ours) == len(theirs) == len(timed):
            shown = "  ".join(cell for cell, time in zip(ours, timed) if not time)
            real = "  ".join(cell for cell, time in zip(theirs, timed) if not time)
    if marks & {"network", "figures"}:
        words = [re.sub(r"\s+|─+", " ", FIGURE.sub("0", line)).strip() for line in (shown, real)]
        return words[0] == words[1] and ("figures" in marks or same_figures(shown, real))
    return shown.rstrip() == real.rstrip()


def header_of(lines):
    """The line that names columns of times, if the output has a table with such columns."""
    return next((line for line in lines if TIMES & set(cells(line))), None)


def place(chunk, real, start, same):
    """Where the lines of a chunk stand in the output, from `start` on; None if they stand nowhere."""
    for at in range(start, len(real) - len(chunk) + 1):
        if all(same(ours, theirs) for ours, theirs in zip(chunk, real[at:])):
            return at
    return None


def differences(step, real):
    """What an output (its lines) has otherwise than the text: lines to print, none where they agree."""
    header = header_of(real)
    parts = chunks(step.shown)

    def same(ours, theirs):
        return same_line(ours, theirs, step.marks, header)

    def differ(chunk, theirs):
        lines = difflib.SequenceMatcher(None, chunk, theirs, autojunk=False).get_opcodes()
        for kind, a, b, c, d in lines:
            if kind == "equal" or (b - a == d - c and all(map(same, chunk[a:b], theirs[c:d]))):
                continue
            yield from (f"- {line}" for line in chunk[a:b])
            yield from (f"+ {line}" for line in theirs[c:d])

    if len(parts) == 1:
        if len(parts[0]) == len(real) and all(map(same, parts[0], real)):
            return []
        return list(differ(parts[0], real)) or ["- the number of lines"]
    first, *middle, last = parts
    found = []
    if len(first) > len(real) or not all(map(same, first, real)):
        found += differ(first, real[: len(first)])
    at = len(first)
    for chunk in middle:
        where = place(chunk, real, at, same)
        if where is None:
            found += [f"- {line}" for line in chunk] + ["+ (nowhere in the rest of the output)"]
        else:
            at = where + len(chunk)
    rest = real[at:]
    tail = rest[len(rest) - len(last) :] if len(last) <= len(rest) else rest
    if len(tail) != len(last) or not all(map(same, last, tail)):
        found += differ(last, tail)
    return found


def recorded(shown, real):
    """The output in place of what the text shows, with "…" where the author put it.

    What stands before the first "…" and behind the last keeps its number of lines; what stands between two is looked for by its
    likeness.
    """
    parts = chunks(shown)
    if len(parts) == 1:
        return real
    first, *middle, last = parts
    lines, at = real[: len(first)], len(first)
    for chunk in middle:
        likeness = [
            sum(difflib.SequenceMatcher(None, ours, theirs).ratio() for ours, theirs in zip(chunk, real[start:]))
            for start in range(at, max(at, len(real) - len(chunk) - len(last)) + 1)
        ]
        at += likeness.index(max(likeness))
        lines += [LEFT_OUT] + real[at : at + len(chunk)]
        at += len(chunk)
    return lines + [LEFT_OUT] + (real[max(at, len(real) - len(last)) :] if last else [])
