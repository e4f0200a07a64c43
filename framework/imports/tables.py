"""Passes over the overview tables that are repeated on the pages of a dictionary."""

from collections.abc import Sequence

from framework.imports.lines import Line
from framework.imports.names import Names, plain
from framework.imports.outline import Outline, OutlineCluster
from framework.imports.shapes import looks_like_name
from framework.messages import Message, at_line


class TableReader:
    """Finds where a table ends; rows with a slip are known by their place and noted in `inferred`."""

    def __init__(self, lines: Sequence[Line], outline: Outline) -> None:
        self.inferred: list[Message] = []
        self._spellings: set[str] = set()
        self._lines = lines
        self._clusters = outline.clusters
        self._names = Names([name.name for cluster in outline.clusters for name in cluster.names])
        self._rows = {row: cluster for cluster in outline.clusters for row in _first_rows(cluster)}

    def pass_over(self, place: int) -> int:
        """Return the place after the rows that follow the head of a table, of one cluster or of several."""
        while place < len(self._lines):
            cluster = self._rows.get(plain(self._lines[place].text))
            if cluster is None:
                break
            place = self._below(place + 1, cluster)
        return place

    def _below(self, place: int, cluster: OutlineCluster) -> int:
        names = [plain(name.name) for name in cluster.names]
        expected = 1
        while expected < len(names) and place < len(self._lines):
            line = self._lines[place]
            row = plain(line.text)
            if row in names[expected:]:
                found = names.index(row, expected)
                self._note_spelling(line, cluster.names[found].name)
                expected = found + 1
            elif self._is_slip(place, names[expected:]):
                self.inferred.append(
                    at_line(
                        line.number,
                        "row_by_place",
                        text=line.text,
                        cluster=cluster.name,
                        name=cluster.names[expected].name,
                    )
                )
                expected += 1
            else:
                break
            place += 1
        return place

    def _note_spelling(self, line: Line, name: str) -> None:
        if line.text != name and line.text not in self._spellings:
            self._spellings.add(line.text)
            self.inferred.append(at_line(line.number, "row_spelling", text=line.text, name=name))

    def _is_slip(self, place: int, expected: Sequence[str]) -> bool:
        line = self._lines[place]
        if not looks_like_name(line):
            return False
        found = self._names.find(line.text)
        if found is not None:
            return self._names.plain_name(found.place) == expected[0]
        after = self._lines[place + 1] if place + 1 < len(self._lines) else None
        return after is not None and plain(after.text) in expected[1:]


def _first_rows(cluster: OutlineCluster) -> set[str]:
    return {*cluster.rows, plain(f"{cluster.name} {cluster.names[0].name}")}
