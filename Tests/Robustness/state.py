"""The state of a folder: what stands in its databases, and its other files."""

import filecmp
import hashlib
import json
import os
import shutil
import sqlite3

# Columns that hold the time of day or a measured time.
MEASURED = {"ingested_at", "created_at", "seconds"}


def _unmeasured(value):
    """JSON without what was measured."""
    if isinstance(value, dict):
        return {
            key: _unmeasured(inner)
            for key, inner in sorted(value.items())
            if not any(word in key.lower() for word in ("second", "time", "speed"))
        }
    if isinstance(value, list):
        return [_unmeasured(inner) for inner in value]
    return value


def dump(path):
    """A database's tables: a name and a hash for each; rows of `epoch` as they are.

    Measured values are left out, and models stand under their names in place of their ids. Raises `sqlite3.Error` for
    a database that is none.
    """
    connection = sqlite3.connect(path)
    try:
        problems = connection.execute("PRAGMA integrity_check(3)").fetchall()
        if problems != [("ok",)]:
            raise sqlite3.DatabaseError(f"integrity_check: {problems[0][0]}")
        schema = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        tables = {"(schema)": _hash(schema)}
        names = [name for kind, name, _ in schema if kind == "table" and not name.startswith("sqlite_")]
        models = dict(connection.execute("SELECT id, name FROM model")) if "model" in names else {}
        for name in names:
            cursor = connection.execute(f'SELECT * FROM "{name}"')
            columns = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
            if name in ("model", "model_block", "epoch", "document"):
                rows = [_comparable(row, name, columns, models) for row in rows]
            if name in ("model", "model_block", "epoch"):
                rows.sort(key=repr)
            if name == "epoch":
                tables["epochs"] = rows
            tables[name] = _hash(rows)
        return tables
    finally:
        connection.close()


def _comparable(row, table, columns, models):
    """A row without what was measured, and with models' names."""
    row = list(row)
    for at, column in enumerate(columns):
        if column in MEASURED:
            row[at] = None
        elif column == "model" or (table == "model" and column == "id"):
            row[at] = models.get(row[at], row[at])
        elif column in ("metrics", "settings"):
            try:
                row[at] = json.dumps(_unmeasured(json.loads(row[at])))
            except (TypeError, ValueError):
                pass
    return tuple(row)


def _hash(rows):
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def is_same(folder, other):
    """Whether two folders hold the same files, byte for byte."""
    names = sorted(os.listdir(folder))
    if names != sorted(os.listdir(other)):
        return False
    for name in names:
        ours, theirs = os.path.join(folder, name), os.path.join(other, name)
        if os.path.isfile(ours) and not filecmp.cmp(ours, theirs, shallow=False):
            return False
    return True


def is_own_file(name):
    """Whether a file belongs to a database or to a command's work and is no result."""
    return name.endswith(("-journal", "-wal", "-shm"))


def snapshot(folder, scratch):
    """What a folder holds, read from a copy, so that no journal is rolled back in place: name to content.

    A hash for each file, the dump of each database. Raises `sqlite3.Error`.
    """
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(scratch)
    names = sorted(os.listdir(folder))
    content = {}
    for name in names:
        path = os.path.join(folder, name)
        if not os.path.isfile(path) or os.path.islink(path):
            continue
        if name.endswith(".db"):
            for ending in ("", "-journal", "-wal"):
                if os.path.exists(path + ending):
                    shutil.copyfile(path + ending, os.path.join(scratch, name + ending))
            if os.path.getsize(path) == 0:
                raise sqlite3.DatabaseError(f"{name} is empty")
            content[name] = dump(os.path.join(scratch, name))
        elif not is_own_file(name):
            with open(path, "rb") as file:
                content[name] = hashlib.sha256(file.read()).hexdigest()
    return content


def differences(a, b):
    """The names of what differs between two snapshots."""
    found = []
    for name in sorted(set(a) | set(b)):
        left, right = a.get(name), b.get(name)
        if left == right:
            continue
        if isinstance(left, dict) and isinstance(right, dict):
            tables = [t for t in sorted(set(left) | set(right)) if left.get(t) != right.get(t) and t != "epochs"]
            found.append(f"{name}: {', '.join(tables)}")
        else:
            found.append(f"{name} {'missing' if left is None else 'added' if right is None else 'changed'}")
    return "; ".join(found)


def epochs_between(now, before, after):
    """How many epochs a training had finished, where a snapshot lies between two others; else nothing."""
    if set(now) != set(after):
        return None
    count = None
    for name in now:
        if now[name] == after[name]:
            continue
        if not isinstance(now[name], dict):
            return None
        a, b = now[name], after[name]
        for table in set(a) | set(b):
            if table in ("epochs", "epoch", "model", "model_block"):
                continue
            if a.get(table) != b.get(table):
                return None
        ours, theirs, old = _by_model(a), _by_model(b), _by_model(before.get(name, {}))
        count = 0
        for model, rows in ours.items():
            if rows == old.get(model):
                continue
            if rows != theirs.get(model, [])[: len(rows)]:
                return None
            count += len(rows)
    return count


def _by_model(tables):
    """The rows of the table `epoch` by their first column, in the order of the epochs."""
    found = {}
    for row in sorted(tables.get("epochs", []), key=lambda row: row[1]):
        found.setdefault(row[0], []).append(row)
    return found
