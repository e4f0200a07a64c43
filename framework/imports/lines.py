"""The lines of a document's plain text, cleaned of what extraction adds to the characters themselves."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from framework.imports.problems import ImportProblem, ImportRefusedError
from framework.messages import said

MOST_CHARACTERS = 500_000
SOFT_HYPHEN = "\u00ad"

_NEWLINE = re.compile(r"\r\n|\r|\n")
_GAP = re.compile(r"\t+|[^\S\t]{2,}")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]{2,}")
_PIECE_OF_UTF8 = re.compile("[ÂÃ].|â..", re.DOTALL)
_SENTENCE_END = re.compile(r"(?:[.!?…]|\.\s?\.\s?\.)[\"'”’»)\]]*")


@dataclass(frozen=True)
class Line:
    """A line that is not blank: its number from 1, its words, its indentation, the parts between gaps."""

    number: int
    text: str
    indent: int = 0
    cells: tuple[str, ...] = ()

    @property
    def is_finished(self) -> bool:
        """Whether a sentence ends here."""
        return ends_sentence(self.text)

    @property
    def is_lower(self) -> bool:
        """Whether the line goes on with a small letter."""
        return self.text[0].islower()

    @property
    def word_count(self) -> int:
        """How many words the line has."""
        return len(self.text.split())


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends with the sign of a finished sentence, quotes and brackets aside."""
    found = list(_SENTENCE_END.finditer(text[-6:]))
    return bool(found) and found[-1].end() == len(text[-6:])


def decode_document(content: bytes) -> str:
    """Return the text of a file.

    Raises:
        ImportRefusedError: The bytes are not UTF-8 (nor UTF-16 that says so), with the first bad line.
    """
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problem = ImportProblem(line, said("not_utf8_from_here"), said("save_utf8_text"))
        raise ImportRefusedError((problem,)) from error


def read_lines(text: str) -> list[Line]:
    """Return the lines of a text that are not blank.

    Raises:
        ImportRefusedError: The text is empty or too long, or holds characters that a wrong encoding left.
    """
    if len(text) > MOST_CHARACTERS:
        line = text.count("\n", 0, MOST_CHARACTERS) + 1
        what = said("too_long", count=len(text), most=MOST_CHARACTERS)
        raise ImportRefusedError((ImportProblem(line, what, said("dictionary_alone")),))
    lines: list[Line] = []
    problems: list[ImportProblem] = []
    for place, raw in enumerate(_NEWLINE.split(unicodedata.normalize("NFC", text)), start=1):
        clean = _INVISIBLE.sub("", re.sub(r"[\f\v\x85\u2028\u2029]", " ", raw))
        problems.extend(_artefacts(place, clean))
        found = _line(place, _LIGATURE.sub(lambda each: unicodedata.normalize("NFKC", each[0]), clean))
        if found is not None:
            lines.append(found)
    if problems:
        raise ImportRefusedError(problems)
    if not lines:
        raise ImportRefusedError((ImportProblem(1, said("empty_text"), said("choose_text")),))
    return lines


def _line(number: int, raw: str) -> Line | None:
    words = " ".join(raw.split())
    # A soft hyphen is only seen where a word is broken, so elsewhere it is no part of the text.
    text = words[:-1].replace(SOFT_HYPHEN, "") + words[-1:]
    if not text.strip(SOFT_HYPHEN):
        return None
    cells = tuple(part.strip() for part in _GAP.split(raw.strip()) if part.strip())
    return Line(number, text, len(raw) - len(raw.lstrip()), cells)


def _artefacts(number: int, line: str) -> Iterator[ImportProblem]:
    for character in line:
        category = unicodedata.category(character)
        if character == "\ufffd":
            yield ImportProblem(number, said("lost_character"), said("extract_anew"))
            return
        if category in {"Co", "Cs"} or (category == "Cc" and character != "\t"):
            what = said("odd_character", character=f"U+{ord(character):04X}")
            yield ImportProblem(number, what, said("remove_or_mend_sign"))
            return
    for found in _NOT_ASCII.finditer(line):
        for piece in _PIECE_OF_UTF8.finditer(found[0]):
            meant = _meant(piece[0])
            if meant is not None:
                what = said("wrong_encoding", piece=piece[0], meant=meant)
                yield ImportProblem(number, what, said("extract_anew"))
                return


def _meant(piece: str) -> str | None:
    for encoding in ("cp1252", "latin-1"):
        try:
            return piece.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return None
