"""How wide words are, near enough to wrap and cut them without knowing the reader's fonts.

The widths are those of a wide sans serif, so that a narrower one leaves air instead of running over.
"""

import unicodedata
from functools import lru_cache

NARROW = frozenset("ijltf.,:;'!|()[] ’‘-")
WIDE = frozenset("mwMW@%—")
VOWELS = frozenset("aeiouy")
LEAST_LEFT = 3
"""No fewer letters stand on either side of a break."""


def width_of(words: str, size: float) -> float:
    """Return about how wide words are at a size, in the unit of the size."""
    return size * sum(_width(letter) for letter in words)


def wrapped(words: str, size: float, width: float, *, most_lines: int = 2) -> tuple[str, ...]:
    """Return words in lines that fit a width; what does not fit into the last line ends in an ellipsis."""
    lines: list[str] = []
    rest = words.split()
    while rest and len(lines) < most_lines:
        taken = rest.pop(0)
        while rest and width_of(f"{taken} {rest[0]}", size) <= width:
            taken = f"{taken} {rest.pop(0)}"
        if width_of(taken, size) > width and len(lines) < most_lines - 1:
            # in even pieces, so that no single letter is left over
            room = width - size / 2
            pieces = -(-width_of(taken, size) // room)
            fitting = _syllables(
                taken, _fitting(taken, size, min(room, width_of(taken, size) / pieces + size / 2))
            )
            rest.insert(0, taken[len(fitting) :])
            taken = fitting + "-"
        lines.append(taken)
    if not lines:
        return ("",)
    if rest or width_of(lines[-1], size) > width:
        lines[-1] = _fitting(" ".join([lines[-1], *rest]), size, width - size).rstrip() + "…"
    return tuple(lines)


def _syllables(word: str, fitting: str) -> str:
    """Return the beginning of a word that fits, a few letters shorter where a syllable begins there.

    In Dutch, English and French alike that is most often a consonant with a vowel behind it.
    """
    for end in range(len(fitting), max(len(fitting) - 5, LEAST_LEFT - 1), -1):
        if end + LEAST_LEFT <= len(word) and word[end].isalpha():
            first, second = (
                unicodedata.normalize("NFD", letter)[0].lower() for letter in word[end : end + 2]
            )
            if first not in VOWELS and second in VOWELS:
                return word[:end]
    return fitting


def _fitting(words: str, size: float, width: float) -> str:
    taken, end = 0.0, 0
    for place, letter in enumerate(words):
        taken += size * _width(letter)
        if taken > width and place:
            break
        end = place + 1
    # a mark, joiner or modifier belongs to the letter before it
    while 1 < end < len(words) and (_width(words[end]) == 0 or words[end - 1] == "\N{ZERO WIDTH JOINER}"):
        end -= 1
    return words[:end]


@lru_cache(maxsize=2048)
def _width(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Cf", "Cc"}:
        return 0.0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return 1.05
    if letter in NARROW:
        return 0.36
    if letter in WIDE:
        return 0.98
    return 0.7 if letter.isupper() else 0.6
