"""Bytes and characters that do not belong into a sales line: broken UTF-8, control characters, invisible ones.

In: blocks or single lines. Out: whether they are clean, and for broken UTF-8 whether it looks like text of a
single-byte code page (then the file is refused, with the candidates) or like damage (then the line is quarantined).
"""

import re

BYTE_ORDER_MARK = "\ufeff"
CONTROL_BYTES = bytes(code for code in range(32) if code not in b"\t\n\r\x1b")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f]")
# zero-width and bidirectional marks in UTF-8, and the escape character of terminals
INVISIBLE = re.compile(
    rb"\x1b|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xa4\xa6-\xaf]|\xef\xbb\xbf|\xc2\xad|\xd8\x9c|\xe1\xa0\x8e"
)
INVISIBLE_STARTS = (b"\x1b", b"\xe2\x80", b"\xe2\x81", b"\xef\xbb\xbf", b"\xc2\xad", b"\xd8\x9c", b"\xe1\xa0\x8e")
CODE_PAGES = ("cp1252", "iso8859-15", "cp1250", "mac-roman")
# overlong forms, surrogates, bytes no encoding of words uses, and sequences cut after a valid start
DAMAGE = re.compile(
    rb"[\xc0\xc1][\x80-\xbf]|\xe0[\x80-\x9f]|\xed[\xa0-\xbf]|\xf0[\x80-\x8f]|[\xe0-\xef][\x80-\xbf]|[\xf0-\xf7][\x80-\xbf]"
    rb"|[\xfe\xff]"
)


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are valid UTF-8."""
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def has_control(data: bytes) -> bool:
    """Whether a control character other than tab, line end and escape is in the bytes."""
    return len(data.translate(None, CONTROL_BYTES)) != len(data)


def invisible_lines(data: bytes, line: int) -> list[int]:
    """Physical lines with characters a reader cannot see; `line` is the number of the first one."""
    starts = INVISIBLE_STARTS[:1] if data.isascii() else INVISIBLE_STARTS
    if not any(start in data for start in starts):
        return []
    found: list[int] = []
    last = 0
    for match in INVISIBLE.finditer(data):
        line += data.count(b"\n", last, match.start())
        last = match.start()
        if not found or found[-1] != line:
            found.append(line)
    return found


def looks_like_code_page(raw: bytes) -> bool:
    """Whether every broken byte of a line reads as a letter or sign where cp1252 would put one.

    >>> looks_like_code_page("Café".encode("cp1252")), looks_like_code_page(b"Nairobi\\xc0\\xaf")
    (True, False)
    """
    spans = list(_broken(raw))
    return bool(spans) and not DAMAGE.search(raw) and all(_fits(raw, at) for at in spans)


def _broken(raw: bytes) -> list[int]:
    text = raw.decode("utf-8", "surrogateescape")
    places, at = [], 0
    for char in text:
        if "\udc80" <= char <= "\udcff":
            places.append(at)
            at += 1
        else:
            at += len(char.encode())
    return places


def _fits(raw: bytes, at: int) -> bool:
    try:
        char = raw[at : at + 1].decode("cp1252")
    except UnicodeDecodeError:
        return False
    before, after = raw[at - 1 : at] if at else b"", raw[at + 1 : at + 2]
    if char.isalpha():
        # a capital after a small letter is the mark of text decoded twice, not of a word
        return not (char.isupper() and before.islower())
    return char == "\u2019" or not (before.isalpha() and after.isalpha())


def readings(raw: bytes) -> dict[str, str]:
    """How a line reads in each code page that can decode it."""
    found = {}
    for name in CODE_PAGES:
        try:
            found[name] = raw.decode(name)
        except UnicodeDecodeError:
            continue
    return found
