"""How bytes and lines are damaged: by chance, and by what has broken programs before."""

# Numbers and words at the edges of what formats and machine integers hold.
EDGES = [
    b"0",
    b"-0",
    b"-1",
    b"1",
    b"-99",
    b"-100",
    b"99",
    b"1e-7",
    b"0.0000001",
    b"1e400",
    b"-1e400",
    b"1e-400",
    b"nan",
    b"NaN",
    b"inf",
    b"-inf",
    b"Infinity",
    b"2147483647",
    b"2147483648",
    b"-2147483648",
    b"4294967296",
    b"9223372036854775807",
    b"9223372036854775808",
    b"-9223372036854775808",
    b"18446744073709551616",
    b"1" + b"0" * 400,
    b"0x10",
    b"1,234",
    b"1.234,5",
    b"1_000",
    b"+5",
    b" 5",
    b"5.",
    b".5",
    b"",
    b"true",
    b"null",
    "٣".encode(),
    "−5".encode(),
    "½".encode(),
]
# Text that is unusual, or not text.
PIECES = [
    b"\x00",
    b"\x1b[31m",
    b"\x1b]0;x\x07",
    b"\x7f",
    "\u009b".encode(),
    "\u202e".encode(),
    "\u2066".encode(),
    "\u2028".encode(),
    "\u0085".encode(),
    "\ufeff".encode(),
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xf0\x9f",
    b"\x80",
    b"\r",
    b"\r\n",
    b"\n\n\n",
    b"\t",
    b" ",
    "\u00a0".encode(),
    "\u3000".encode(),
    "e\u0301".encode(),
    ("a" + "\u0301\u0323" * 60).encode(),
    "👩‍👩‍👧‍👦".encode(),
    "ﷺ".encode(),
    "\U0010ffff".encode(),
    "\uffff".encode(),
    "ｶﾞ".encode(),
    "각".encode(),
    "กำ".encode(),
    "中文".encode(),
    b"<unk>",
    b"<s>",
    b"</s>",
    b"<space>",
    b'"',
    b'""',
    b"'",
    b",",
    b";",
    b"\\",
    b"%s%n",
    b"../../x",
    b"a" * 5000,
    b"</s> " * 50,
    b"\x0c",
    b"\x0b",
    b"\x08",
]


def bytes_of(generator, data, pieces=PIECES, most=6):
    """A copy of bytes, damaged in one to a few places."""
    data = bytearray(data)
    for _ in range(generator.randint(1, generator.choice([1, 1, 2, most]))):
        size = len(data)
        at = generator.randrange(size + 1) if size else 0
        # Heads matter more than their share of the bytes.
        if size and generator.random() < 0.25:
            at = generator.randrange(min(size, 64))
        length = generator.choice([1, 1, 2, 4, 8, 64, 1000])
        action = generator.randrange(10)
        if action == 0 and size:
            data[min(at, size - 1)] ^= 1 << generator.randrange(8)
        elif action == 1 and size:
            data[min(at, size - 1)] = generator.choice([0, 1, 0x7F, 0x80, 0xFF, generator.randrange(256)])
        elif action == 2:
            data[at:at] = bytes(generator.randrange(256) for _ in range(length))
        elif action == 3:
            del data[at : at + length]
        elif action == 4:
            data[at:at] = data[at : at + length] * generator.choice([1, 2, 50])
        elif action == 5:
            other = generator.randrange(size + 1)
            data[at : at + length] = data[other : other + length]
        elif action == 6:
            data[at:at] = generator.choice(pieces)
        elif action == 7:
            data[at : at + length] = generator.choice(pieces)
        elif action == 8 and generator.random() < 0.4:
            del data[at:]
        elif size >= 8:
            at = min(at, size - 8)
            width = generator.choice([2, 4, 8])
            value = generator.choice([0, 1, 2**31 - 1, 2**31, 2**32 - 1, 2**63 - 1, 2**63, 2**64 - 1, size, size + 1])
            data[at : at + width] = (value % 256**width).to_bytes(width, generator.choice(["little", "big"]))
    return bytes(data)


def lines_of(generator, data, separators=b"\t ,", most=4):
    """A copy of a text of lines and fields, damaged in its structure."""
    lines = data.split(b"\n")
    for _ in range(generator.randint(1, most)):
        at = generator.randrange(len(lines))
        if generator.random() < 0.3:
            at = min(at, generator.randrange(8))
        action = generator.randrange(9)
        if action == 0:
            lines[at:at] = [lines[at]] * generator.choice([1, 3, 100])
        elif action == 1 and len(lines) > 1:
            del lines[at]
        elif action == 2:
            other = generator.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif action == 3:
            lines.insert(at, generator.choice(PIECES + EDGES))
        elif action == 4 and len(lines) > 2:
            del lines[at : at + generator.choice([2, 10, 100])]
        else:
            separator = bytes([generator.choice([c for c in separators if bytes([c]) in lines[at]] or [separators[0]])])
            fields = lines[at].split(separator)
            field = generator.randrange(len(fields))
            what = generator.randrange(4)
            if what == 0:
                fields[field] = generator.choice(EDGES)
            elif what == 1:
                fields[field] = generator.choice(PIECES)
            elif what == 2:
                del fields[field]
            else:
                fields.insert(field, generator.choice(EDGES + [fields[field]]))
            lines[at] = separator.join(fields)
        if not lines:
            lines = [b""]
    text = b"\n".join(lines)
    wrapping = generator.randrange(14)
    if wrapping == 0:
        return b"\xef\xbb\xbf" + text
    if wrapping == 1:
        return text.replace(b"\n", b"\r\n")
    if wrapping == 2:
        return text.replace(b"\n", b"\r")
    if wrapping == 3:
        return text.decode("utf-8", "replace").encode(generator.choice(["utf-16", "utf-16-le", "utf-16-be", "utf-32"]))
    return text


def damaged(generator, data, separators=b"\t ,"):
    """Bytes damaged in one way or another."""
    if generator.random() < 0.5:
        return lines_of(generator, data, separators)
    return bytes_of(generator, data, PIECES + EDGES)
