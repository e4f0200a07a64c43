"""Where SQLite keeps the large rows of a table without row ids, read from the file itself."""

import re
from collections.abc import Iterator
from pathlib import Path

_INDEX_INTERIOR, _INDEX_LEAF = 2, 10
_KEY = re.compile(rb"[0-9a-f]{64}")
_LARGE = 4000


def places_of_large_rows(path: Path) -> dict[str, tuple[int, int, int]]:
    """Return (page, offset in the page, first overflow page) by key; the write-ahead log must be empty."""
    content = path.read_bytes()
    size = int.from_bytes(content[16:18]) or 65536
    found: dict[str, tuple[int, int, int]] = {}
    for number in range(2, len(content) // size + 1):
        page = content[(number - 1) * size : number * size]
        if page[0] not in {_INDEX_INTERIOR, _INDEX_LEAF}:
            continue
        for offset in _cells(page):
            start = offset + (4 if page[0] == _INDEX_INTERIOR else 0)
            length, start = _varint(page, start)
            local = _kept_on_the_page(length, size)
            key = _KEY.search(page[start : start + local])
            if length > _LARGE and local < length and key is not None:
                overflow = int.from_bytes(page[start + local : start + local + 4])
                found[key.group().decode()] = (number, offset, overflow)
    return found


def _cells(page: bytes) -> Iterator[int]:
    first = 12 if page[0] == _INDEX_INTERIOR else 8
    for index in range(int.from_bytes(page[3:5])):
        at = first + 2 * index
        yield int.from_bytes(page[at : at + 2])


def _varint(page: bytes, at: int) -> tuple[int, int]:
    value = 0
    while page[at] & 0x80:
        value = value << 7 | page[at] & 0x7F
        at += 1
    return value << 7 | page[at], at + 1


def _kept_on_the_page(length: int, size: int) -> int:
    most = (size - 12) * 64 // 255 - 23
    least = (size - 12) * 32 // 255 - 23
    if length <= most:
        return length
    kept = least + (length - least) % (size - 4)
    return kept if kept <= most else least
