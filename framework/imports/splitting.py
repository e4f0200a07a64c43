"""Where the name of a cluster ends and that of its first competency begins, in a row that runs on."""

from collections.abc import Sequence
from dataclasses import dataclass

from framework.imports.lines import Line
from framework.imports.markers import Markers
from framework.imports.names import SAME, compact, likeness, plain
from framework.imports.shapes import looks_like_name, shape, short_pieces
from framework.messages import Message, said


@dataclass(frozen=True)
class SplitRow:
    """The two names of a row; `reason` says what told them apart, None where a wide gap does."""

    cluster: str
    competency: str
    reason: Message | None = None


class RowSplitter:
    """Tells the two names of a row apart by what else stands in the document."""

    def __init__(self, lines: Sequence[Line], markers: Markers) -> None:
        pieces = short_pieces(lines)
        self._titles = _titles([line for line in lines if line.number not in pieces], markers)
        self._upwards = "".join(compact(line.text) for line in lines if line.number in pieces)

    def split(self, row: Line) -> SplitRow | None:
        """Return the cluster and the first competency of a row, or None where nothing tells them apart."""
        if len(row.cells) == 2:
            return SplitRow(" ".join(row.cells[0].split()), " ".join(row.cells[1].split()))
        words = row.text.split()
        place = self._by_title(words)
        if place:
            return _split(words, place, "split_by_title")
        place = self._by_side_text(words)
        if place:
            return _split(words, place, "split_by_side")
        place = self._by_similar_title(words)
        if place:
            return _split(words, place, "split_by_similar_title")
        capitals = [place for place in range(1, len(words)) if words[place][0].isupper()]
        if len(capitals) == 1:
            return _split(words, capitals[0], "split_by_capital")
        return _split(words, 1, "split_by_words") if len(words) == 2 else None

    def _by_title(self, words: list[str]) -> int:
        places = _competency_places(words)
        return next((place for place in places if plain(" ".join(words[place:])) in self._titles), 0)

    def _by_similar_title(self, words: list[str]) -> int:
        # A cluster with a single row may end a page, so that the row itself stands before a definition.
        titles = self._titles - {plain(" ".join(words))}
        near = [
            place
            for place in _competency_places(words)
            if any(likeness(plain(" ".join(words[place:])), title) >= SAME for title in titles)
        ]
        return near[0] if len(near) == 1 else 0

    def _by_side_text(self, words: list[str]) -> int:
        for place in range(len(words) - 1, 0, -1):
            name = compact(" ".join(words[:place]))
            if len(name) > 4 and name in self._upwards:
                return place
        return 0


def _competency_places(words: list[str]) -> list[int]:
    return [
        place for place in range(1, len(words)) if words[place][0].isalnum() and not words[place][0].islower()
    ]


def _split(words: list[str], place: int, reason: str) -> SplitRow:
    return SplitRow(" ".join(words[:place]), " ".join(words[place:]), said(reason))


def _titles(lines: Sequence[Line], markers: Markers) -> set[str]:
    """Return the plain names that stand directly before a definition."""
    titles: set[str] = set()
    before: Line | None = None
    for line in lines:
        its = shape(line, markers)
        if its == "definition":
            found = markers.definition_pattern.fullmatch(line.text)
            if found is not None and found["before"]:
                titles.add(plain(found["before"]))
            elif before is not None and looks_like_name(before):
                titles.add(plain(before.text))
        before = line if its == "words" else None if its != "page" else before
    return titles
