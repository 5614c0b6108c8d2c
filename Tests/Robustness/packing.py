"""Compressed files and archives to be damaged, made with the standard library."""

import gzip
import io
import lzma
import tarfile
import zipfile


def samples(first, second):
    """Names, bytes, the texts within, and whether a checksum guards all that is read of them."""
    both = [first, second]
    gz = gzip.compress(first, mtime=0)
    found = [
        ("t.gz", gz, [first], True),
        ("t.txt.gz", gz + gzip.compress(second, mtime=0), [first + second], True),
        ("t.xz", lzma.compress(first), [first], True),
        ("t.xz", lzma.compress(first, check=lzma.CHECK_SHA256), [first], True),
        ("t.zst", zstd(first), [first], True),
        ("t.tar", tar(both, ""), both, False),
        ("t.tar.gz", gzip.compress(tar(both, ""), mtime=0), both, True),
        ("t.tar.xz", lzma.compress(tar(both, "")), both, True),
        ("t.zip", zip_of(both, zipfile.ZIP_DEFLATED, ["a.txt", "b.txt"]), both, True),
        ("t.zip", zip_of(both, zipfile.ZIP_STORED, ["a.txt", "ü/b.txt"]), both, True),
    ]
    return found


def tar(texts, mode):
    """A tar archive of texts."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for at, text in enumerate(texts):
            entry = tarfile.TarInfo(f"{at}.txt")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text))
    return buffer.getvalue()


def zip_of(texts, method, names):
    """A zip archive of texts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, text in zip(names, texts):
            archive.writestr(zipfile.ZipInfo(name), text, method)
    return buffer.getvalue()


def zstd(data):
    """A Zstandard frame (RFC 8878) of raw blocks, with its checksum."""
    frame = bytearray(b"\x28\xb5\x2f\xfd" + bytes([0b10100100]) + len(data).to_bytes(4, "little"))
    for at in range(0, len(data), 4096):
        block = data[at : at + 4096]
        is_last = at + 4096 >= len(data)
        frame += ((len(block) << 3) | is_last).to_bytes(3, "little") + block
    return bytes(frame) + (xxhash64(data) & 0xFFFFFFFF).to_bytes(4, "little")


def xxhash64(data):
    """The hash that frames carry: XXH64 with seed 0, as its specification has it."""
    mask = 2**64 - 1
    p1, p2, p3, p4, p5 = (
        0x9E3779B185EBCA87,
        0xC2B2AE3D27D4EB4F,
        0x165667B19E3779F9,
        0x85EBCA77C2B2AE63,
        0x27D4EB2F165667C5,
    )

    def turn(value, bits):
        return ((value << bits) | (value >> (64 - bits))) & mask

    def step(sum_, lane):
        return turn((sum_ + lane * p2) & mask, 31) * p1 & mask

    at = 0
    if len(data) >= 32:
        sums = [(p1 + p2) & mask, p2, 0, -p1 & mask]
        while at + 32 <= len(data):
            for lane in range(4):
                sums[lane] = step(sums[lane], int.from_bytes(data[at : at + 8], "little"))
                at += 8
        result = (turn(sums[0], 1) + turn(sums[1], 7) + turn(sums[2], 12) + turn(sums[3], 18)) & mask
        for value in sums:
            result = ((result ^ step(0, value)) * p1 + p4) & mask
    else:
        result = p5
    result = (result + len(data)) & mask
    while at + 8 <= len(data):
        result = (turn(result ^ step(0, int.from_bytes(data[at : at + 8], "little")), 27) * p1 + p4) & mask
        at += 8
    if at + 4 <= len(data):
        result = (turn(result ^ (int.from_bytes(data[at : at + 4], "little") * p1 & mask), 23) * p2 + p3) & mask
        at += 4
    for byte in data[at:]:
        result = turn(result ^ (byte * p5 & mask), 11) * p1 & mask
    result = (result ^ (result >> 33)) * p2 & mask
    result = (result ^ (result >> 29)) * p3 & mask
    return result ^ (result >> 32)
