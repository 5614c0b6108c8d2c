"""A dated report of a run, for Benchmarks."""

import datetime
import os
import platform
import re

WORDS = {
    "kills": "SIGKILL before, and in the midst of, every call that changes a file, and at random moments",
    "faults": "the n-th call of a kind fails, once or from then on: ENOSPC, EIO, EINTR, EACCES, EMFILE and others",
    "limits": "file sizes, memory, open files, read-only folders and files, a full disk",
    "syncs": "what is on the disk before a file gets its name",
    "texts": "texts in eight encodings, damaged, and every way of cutting them",
    "arpa": "ARPA files, and a perplexity by what was taken",
    "safetensors": "networks' files, and a perplexity by what was taken",
    "frequencies": "lists and tables of frequencies",
    "stimuli": "tables of stimuli",
    "vocabularies": "lists of words",
    "archives": "gzip, xz, zstd, zip and tar; a text that is not the one packed is wrong",
    "databases": "databases changed by SQL or in their bytes, six commands each",
    "readers": "eight readers beside a writer, a writer that is killed, two writers at once",
}


def write(path, counts, outcomes, seed, seconds, jobs, lines_of_wrong):
    """Writes the report of a run."""
    today = datetime.date.today()
    cases = {kind: sum(row.values()) for kind, row in counts.items()}
    total = sum(cases.values())
    wrong = len(lines_of_wrong)
    kills = sum(cases.get(kind, 0) for kind in ("kills", "faults", "limits"))
    mutated = sum(cases.values()) - kills - cases.get("readers", 0) - cases.get("syncs", 0)
    lines = [
        f"# Robustness, {today.day} {today:%B %Y}",
        "",
        f"{machine()}. Seed {seed}, {total:,} cases in {duration(seconds)}, {total / seconds:.0f} a second on {jobs} "
        f"processes: {kills:,} kills, faults and limits, {mutated:,} damaged inputs, "
        f"{cases.get('readers', 0):,} runs in company. {wrong:,} wrong.",
        "",
        f"    make robustness SEED={seed}",
        "",
        "A case is *before* or *after* by the state it leaves, *epoch* at a finished epoch of a training, *refused*",
        "where the command says why it takes nothing, *ok* where it did its work or there was nothing to change. The",
        "next run led from each state to that of an uninterrupted one. *Wrong* is a signal, no end within 20 s, an exit",
        "code that is not the right one, a message that is none, control characters, a state that is neither before nor",
        "after, a file left over.",
        "",
        "| kind | cases | " + " | ".join(outcomes) + " | what |",
        "|---|---:|" + "---:|" * len(outcomes) + "---|",
    ]
    for kind, row in counts.items():
        if cases[kind]:
            numbers = " | ".join(f"{row.get(outcome, 0):,}" for outcome in outcomes)
            lines.append(f"| {kind} | {cases[kind]:,} | {numbers} | {WORDS[kind]} |")
    if lines_of_wrong:
        lines += ["", "What was wrong, alike taken together:", "", "| cases | what |", "|---:|---|"]
        alike = {}
        for line in lines_of_wrong:
            alike[line] = alike.get(line, 0) + 1
        for line, number in sorted(alike.items(), key=lambda item: -item[1]):
            lines.append(f"| {number:,} | {line.replace('|', '/')} |")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def duration(seconds):
    """Minutes or seconds in words."""
    return f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{seconds:.0f} s"


def machine():
    """The machine: cores, processor, memory, system."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = re.search(r"model name\s*: (.*)", file.read())
        with open("/proc/meminfo", encoding="utf-8") as file:
            kilobytes = int(re.search(r"MemTotal:\s*(\d+)", file.read()).group(1))
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, AttributeError):
        return f"{os.cpu_count()} cores"
    name = model.group(1) if model else platform.machine()
    return f"{os.cpu_count()} cores of {name}, {kilobytes / 2**20:.0f} GB, {system}"
