"""Limits of the system: sizes of files, memory, open files, what may be written, a full disk.

A command that cannot work says so in our words, with the right exit code, and leaves all as it was.
"""

import os
import resource
import shutil
import subprocess

import harness
import kills
import scenarios

NAME = "limits"
NOBODY = 65534
# A process that cannot have memory ends where it stands; the language leaves it no other way.
OUT_OF_MEMORY = {-4, -5, -6, -9, -11, 134}


def cases(world, generator):
    """Limits drawn by chance, without end."""
    names = list(world.references)
    kinds = ["file-size"] * 5 + ["files"] * 4 + ["folder", "file", "inputs"]
    kinds += ["memory"] * 2
    if has_small_disks():
        kinds += ["disk"] * 5
    while True:
        name, kind = generator.choice(names), generator.choice(kinds)
        value = {
            "file-size": lambda: generator.choice([0, 1, 512, generator.randrange(0, 600_000)]),
            "files": lambda: generator.randint(3, 12),
            "memory": lambda: generator.randint(60, 900) << 20,
            "disk": lambda: generator.choice([4, 16, generator.randint(4, 1200)]),
        }.get(kind, lambda: 0)()
        yield f"{name}:{kind}:{value}"


def run(world, case):
    """Outcome and what is wrong."""
    name, kind, value = case.split(":")
    scenario, reference, value = scenarios.BY_NAME[name], world.references[name], int(value)
    folder = world.place("work")
    options, right = {}, {0, 74}
    if kind == "disk":
        return on_small_disk(world, scenario, reference, folder, value)
    scenarios.copy(reference.template, folder)
    if kind == "file-size":
        options["limits"] = {resource.RLIMIT_FSIZE: value}
    elif kind == "files":
        options["limits"] = {resource.RLIMIT_NOFILE: value}
        right = {0, 66, 73, 74, 75}
    elif kind == "memory":
        options["limits"] = {resource.RLIMIT_AS: value}
        right = {0, 74, 75} | OUT_OF_MEMORY
    else:
        if os.geteuid() != 0:
            return "ok", None
        options["user"] = NOBODY
        right = protect(folder, kind)
    result = world.gram_in(folder, scenario.command, **options)
    if os.geteuid() == 0:
        subprocess.run(["chmod", "-R", "u+rwX", folder], check=True)
    problem = None
    if result.code == 127 and kind in ("files", "memory"):
        return "refused", None  # The command could not even be loaded.
    if kind == "memory" and result.code in OUT_OF_MEMORY:
        problem = None
    else:
        problem = harness.broken(result)
    if not problem and result.code not in right:
        problem = f"exit {result.code} instead of {' or '.join(map(str, sorted(right)))}: {harness.tail(result.err)}"
    if problem:
        return "wrong", problem
    outcome, problem = kills.judge(world, scenario, reference, folder)
    if problem:
        return "wrong", f"exit {result.code} ({harness.tail(result.err, 100)}); {problem}"
    if result.code == 0 and outcome not in ("after", "ok"):
        return "wrong", f"exit 0, and the state is {outcome}"
    if result.code > 0 and outcome == "after" and not harness.DONE.search(result.message):
        return "wrong", f"exit {result.code} after the work was done: {harness.tail(result.err)}"
    return outcome, None


def protect(folder, kind):
    """Takes rights away; gives the exit codes that are right then."""
    for name in os.listdir(folder):
        os.chmod(os.path.join(folder, name), 0o644 if os.path.isfile(os.path.join(folder, name)) else 0o755)
    if kind == "folder":
        os.chmod(folder, 0o555)
        for name in os.listdir(folder):
            if os.path.isfile(os.path.join(folder, name)):
                os.chmod(os.path.join(folder, name), 0o666)
        return {0, 73}
    os.chmod(folder, 0o777)
    if kind == "inputs":
        for path, _, names in os.walk(folder):
            for name in names:
                os.chmod(os.path.join(path, name), 0)
        return {66, 73}
    return {0, 73}


def has_small_disks():
    """Whether a file system of a chosen size can be made here."""
    probe = (
        subprocess.run(
            ["unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"], capture_output=True, check=False
        )
        if shutil.which("unshare")
        else None
    )
    return probe is not None and probe.returncode == 0


def on_small_disk(world, scenario, reference, folder, kilobytes):
    """Runs a command on a disk that has so much room left."""
    scenarios.copy(reference.template, folder)
    used = sum(
        -(-os.path.getsize(os.path.join(path, name)) // 4096) * 4
        for path, _, names in os.walk(folder)
        for name in names
    )
    script = (
        'mount -t tmpfs -o size="$1"k none "$2"/disk && cp -r "$2"/filled/. "$2"/disk && cd "$2"/disk || exit 99; '
        'shift 2; "$@"; code=$?; cp -r . ../back; exit $code'
    )
    base = folder + "-disk"
    shutil.rmtree(base, ignore_errors=True)
    os.makedirs(os.path.join(base, "disk"))
    os.makedirs(os.path.join(base, "back"))
    os.rename(folder, os.path.join(base, "filled"))
    result = harness.run(
        ["unshare", "-m", "sh", "-c", script, "sh", str(used + kilobytes), base, world.gram, *scenario.command], base
    )
    os.rename(os.path.join(base, "back"), folder)
    shutil.rmtree(base, ignore_errors=True)
    if result.code == 99:
        return "refused", None
    problem = harness.broken(result)
    if not problem and result.code not in (0, 74):
        problem = f"exit {result.code} instead of 0 or 74: {harness.tail(result.err)}"
    if problem:
        return "wrong", problem
    outcome, problem = kills.judge(world, scenario, reference, folder)
    if problem:
        return "wrong", f"exit {result.code} ({harness.tail(result.err, 100)}); {problem}"
    if result.code == 0 and outcome not in ("after", "ok"):
        return "wrong", f"exit 0, and the state is {outcome}"
    return outcome, None
