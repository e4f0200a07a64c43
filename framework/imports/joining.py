"""Joins the wrapped lines of a text, and decides which hyphens at the ends of lines belong to a word."""

import re
from collections import Counter
from collections.abc import Sequence

from framework.imports.lines import SOFT_HYPHEN, Line
from framework.imports.markers import Markers
from framework.messages import Message, at_line, said

# A document that hyphenates its words does so more often than once in so many lines.
_LINES_PER_HYPHEN = 50
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_BROKEN = re.compile(r"(?P<word>[^\W\d_][^\s-]*(?:-[^\s-]+)*)-$")
_FIRST_PART = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


class LineJoiner:
    """Joins lines by what the document itself does with its words; `inferred` collects every decision."""

    def __init__(self, lines: Sequence[Line], markers: Markers) -> None:
        self.inferred: list[Message] = []
        self._conjunctions = markers.conjunctions
        self._words = Counter(
            word.casefold() for line in lines for word in _WORD.findall(line.text.rstrip(SOFT_HYPHEN + "-"))
        )
        broken = sum(1 for line in lines if _BROKEN.search(line.text))
        self._is_hyphenated = broken * _LINES_PER_HYPHEN > len(lines)

    def join(self, lines: Sequence[Line]) -> str:
        """Return the text of wrapped lines, word for word, with single spaces."""
        text = ""
        for line in lines:
            text = self._append(text, line) if text else line.text
        return text.rstrip(SOFT_HYPHEN)

    def _append(self, text: str, line: Line) -> str:
        if text.endswith(SOFT_HYPHEN):
            return text[:-1] + line.text
        broken = _BROKEN.search(text)
        follower = _FIRST_PART.match(line.text)
        if broken is None or follower is None:
            # "6-" and "18": a hyphen between figures is one of their own.
            return text + ("" if re.search(r"\d[-–]$", text) and line.text[0].isdigit() else " ") + line.text
        if follower[0] in self._conjunctions:
            return f"{text} {line.text}"
        reason = self._reason_to_keep(broken["word"], follower[0])
        joined = text + line.text if reason else text[:-1] + line.text
        word = broken["word"] + ("-" if reason else "") + follower[0]
        self.inferred.append(
            at_line(line.number, "joined_with_hyphen", word=word, reason=reason)
            if reason
            else at_line(line.number, "joined_without_hyphen", word=word, reason=self._reason_to_drop(word))
        )
        return joined

    def _reason_to_keep(self, first: str, second: str) -> Message | None:
        if not second[0].islower():
            return said("no_small_letter")
        hyphenated = self._words[f"{first}-{second}".casefold()]
        solid = self._words[f"{first}{second}".casefold()]
        if hyphenated or solid:
            return said("written_elsewhere") if hyphenated >= solid else None
        if not self._is_hyphenated:
            return said("hardly_broken")
        return None

    def _reason_to_drop(self, word: str) -> Message:
        if self._words[word.casefold()]:
            return said("written_elsewhere")
        return said("often_broken")
