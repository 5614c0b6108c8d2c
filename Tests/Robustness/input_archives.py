"""Archives and compressed files, damaged by a bit or more."""

import hashlib
import os
import sqlite3

import laws
import mutation


def archives(generator, bases):
    """Archives and compressed files; where a checksum guards the text, only the text itself may be read."""
    name, sound, texts, is_guarded = generator.choice(bases.archives)
    data = sound
    if generator.random() < 0.6:
        data = bytearray(data)
        at = generator.randrange(len(data))
        data[at] ^= generator.choice([1 << generator.randrange(8), 0xFF])
        data = bytes(data)
    else:
        data = mutation.bytes_of(generator, data)
    # What no longer begins as an archive is a text, perhaps.
    is_guarded = is_guarded and data[:4] == sound[:4]
    hashes = {hashlib.sha256(text).hexdigest() for text in texts}

    def judge(folder, result):
        path = os.path.join(folder, "n.db")
        problem = laws.corpus_laws(path)
        if problem:
            return problem
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            found = [row[0] for row in connection.execute("SELECT sha256 FROM document")]
        finally:
            connection.close()
        if is_guarded and not set(found) <= hashes:
            return f"exit 0, and the text of the damaged {name} is another one"
        if is_guarded and len(found) < len(hashes) and not result.err.strip():
            return f"exit 0, and {len(found)} of {len(hashes)} texts of the damaged {name} are read without a word"
        return None

    return {name: data}, [["ingest", "n.db", name]], judge
