"""How one run of the command is made and judged, whatever it is asked to do."""

import os
import re
import resource
import signal
import subprocess
import time
from dataclasses import dataclass

TIME_LIMIT = 20.0
# A trace of a crash takes seconds to make, and the signal says it all.
VARIABLES = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"}
EXIT_CODES = {0, 64, 65, 66, 73, 74, 75, 130}

# What a runtime, a library or a debugger says where an error of ours should stand.
TRACES = re.compile(
    r"fatal error|Fatal error|stack dump|Stack dump|Stack trace|Current stack|Traceback|Swift/|libswift|"
    r"DecodingError|codingPath|CodingKeys|keyNotFound|typeMismatch|Optional\(|GRDB|SQLITE_|SQLite error|"
    r"Error Domain=|NSCocoa|NSError|This is a fault of gram|terminate called"
)
# What a command says that cannot know whether its work is there, or knows that it is.
DONE = re.compile("could not be read either|is written, and complete")
# C0 but tab and line ends, DEL, C1, bidirectional controls, line and paragraph separators.
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


# What JSON has to escape: the same without what it may leave to its reader.
JSON_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def _forbidden(arguments):
    """What a command's result may not hold: tables are for terminals; CSV and TSV carry text as it is."""
    arguments = [os.fsdecode(argument) for argument in arguments]
    if "--tokens-out" in arguments:
        return None
    form = arguments[arguments.index("--format") + 1] if "--format" in arguments[:-1] else "table"
    return {"table": CONTROLS, "json": JSON_CONTROLS, "jsonl": JSON_CONTROLS}.get(form)


@dataclass
class Run:
    """What a command did: its exit code (negative for a signal), its output, and its time."""

    arguments: list
    code: int
    out: bytes
    err: bytes
    seconds: float
    timed_out: bool = False

    @property
    def message(self):
        """The error: from the last line that begins with `gram: ` to the end."""
        text = self.err.decode("utf-8", "replace")
        at = max(text.rfind("\ngram: ") + 1, 0)
        return text[at:].strip() if text[at:].startswith("gram: ") else ""


def run(arguments, folder, environment=None, limits=None, user=None, stdin=None, kill_after=None, limit=TIME_LIMIT):
    """Runs a command in a folder.

    `limits` maps resources to values; `kill_after` sends SIGKILL after so many seconds.
    """
    variables = {**VARIABLES, "HOME": folder, "TMPDIR": folder}
    variables.update(environment or {})
    prepare = None
    if limits:

        def prepare():
            for name, value in limits.items():
                resource.setrlimit(name, (value, value))

    started = time.monotonic()
    process = subprocess.Popen(
        arguments,
        cwd=folder,
        env=variables,
        stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=prepare,
        user=user,
        group=user,
        extra_groups=[] if user is not None else None,
    )
    timed_out = False
    try:
        out, err = process.communicate(stdin, timeout=kill_after if kill_after is not None else limit)
    except subprocess.TimeoutExpired:
        timed_out = kill_after is None
        process.send_signal(signal.SIGKILL)
        out, err = process.communicate()
    return Run(list(arguments), process.returncode, out, err, time.monotonic() - started, timed_out)


def broken(result, is_killed=False, codes=EXIT_CODES):
    """Why a run is wrong whatever it was asked to do, or nothing."""
    if result.timed_out:
        return f"no end within {TIME_LIMIT:.0f} s"
    if is_killed and result.code == -signal.SIGKILL:
        return None
    if result.code < 0:
        return f"signal {signal.Signals(-result.code).name}: {tail(result.err)}"
    if result.code == 70:
        return f"exit 70: {tail(result.err)}"
    if result.code not in codes:
        return f"exit {result.code}: {tail(result.err)}"
    texts = {}
    for name, data in (("standard output", result.out), ("standard error", result.err)):
        try:
            texts[name] = data.decode("utf-8")
        except UnicodeDecodeError:
            return f"{name} is not UTF-8"
    found = TRACES.search(texts["standard error"])
    if found:
        return f"standard error says {texts['standard error'][max(found.start() - 60, 0):found.end() + 60]!r}"
    if result.code != 0:
        message = result.message
        if not message:
            return f"exit {result.code} without a message: {tail(result.err)}"
        # Bad texts are listed, indented.
        count = sum(not line.startswith("  ") for line in message.split("\n"))
        if count > 3:
            return f"a message of {count} lines: {tail(result.err)}"
    for name, text in texts.items():
        forbidden = _forbidden(result.arguments) if name == "standard output" else CONTROLS
        found = forbidden and forbidden.search(text)
        if found:
            return (
                f"{name} has a raw U+{ord(found.group()):04X} in {text[max(found.start() - 30, 0):found.end() + 10]!r}"
            )
    return None


def tail(data, length=200):
    """The end of an output, on one line."""
    text = data.decode("utf-8", "backslashreplace").strip().replace("\n", " | ")
    return text if len(text) <= length else "…" + text[-length:]


def written(arguments):
    """A command line as a shell takes it."""
    import shlex

    return " ".join(shlex.quote(os.fsdecode(argument)) for argument in arguments)
