"""Wraps made-up texts as the extraction of a PDF leaves them."""

from collections.abc import Iterator, Sequence

# Words that a line may break, once with the hyphen that is theirs and once with one that is not. The first
# definition of a made-up dictionary has them all unbroken.
COMPOUNDS = ("win-win", "kosten-baten", "wij-gevoel")
BREAKABLE = {"samenwerkingsverband": 11, "besluitvaardigheid": 7}
SOFT_HYPHEN = "\u00ad"


def wrap(words: Sequence[str], width: int, *, is_soft: bool = False) -> list[str]:
    """Return lines of at most `width` characters; `is_soft` marks broken words with a soft hyphen."""
    return list(_lines(words, width, SOFT_HYPHEN if is_soft else "-"))


def _lines(words: Sequence[str], width: int, hyphen: str) -> Iterator[str]:
    line = ""
    for word in words:
        if not line or len(line) + 1 + len(word) <= width:
            line = f"{line} {word}".strip()
            continue
        head, tail = _broken(word, hyphen)
        if head and len(line) + 1 + len(head) <= width:
            yield f"{line} {head}"
            line = tail
        else:
            yield line
            line = word
    yield line


def _broken(word: str, hyphen: str) -> tuple[str, str]:
    if word in COMPOUNDS:
        first, second = word.split("-")
        return f"{first}-", second
    place = BREAKABLE.get(word)
    return (word[:place] + hyphen, word[place:]) if place else ("", word)
