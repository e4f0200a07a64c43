"""Turns made-up dictionaries into the plain text that the extraction of a PDF leaves of them."""

from dataclasses import dataclass, field
from typing import Literal

from hypothesis import strategies as st

from tests.framework.imports.dictionaries import Dictionary
from tests.framework.imports.wrapping import wrap

TitleState = Literal["kept", "lost", "between levels", "after its texts", "before a table"]
Noise = Literal["page", "side", "table", "nothing"]


@dataclass(frozen=True)
class Layout:
    """How a document was set and what its extraction did to it.

    `titles`: the state of each competency's title, kept where nothing is said; `noise`: what stands between
    the lines of the body, in turn; `displaced`: how many clusters of the overview stand before its head;
    `slips`: names as the overview misspells them.
    """

    width: int = 110
    is_spaced: bool = True
    is_soft: bool = False
    has_gaps: bool = False
    titles: dict[str, TitleState] = field(default_factory=dict)
    noise: tuple[Noise, ...] = ()
    displaced: int = 0
    slips: dict[str, str] = field(default_factory=dict)
    marker: str = "Definitie: "
    head: str = "Cluster Competentie"


class _Writer:
    def __init__(self, dictionary: Dictionary, layout: Layout) -> None:
        self.lines: list[str] = []
        self._dictionary = dictionary
        self._layout = layout
        self._page = 3
        self._noise = iter(())
        self._turn = 0

    def document(self) -> str:
        self._overview()
        for cluster, names in self._dictionary.clusters:
            for name in names:
                self._competency(cluster, name)
        separator = " \n\n" if self._layout.is_spaced else "\n"
        return separator.join(self.lines) + separator

    def _overview(self) -> None:
        clusters = self._dictionary.clusters
        cut = len(clusters) - self._layout.displaced
        for place, (cluster, names) in enumerate(clusters[cut:]):
            self._rows(cluster, names, first_indent=" " if place == 0 else "")
        self.lines += ["Overzicht competenties", self._layout.head]
        for cluster, names in clusters[:cut]:
            self._rows(cluster, names)

    def _rows(self, cluster: str, names: tuple[str, ...], first_indent: str = "") -> None:
        written = [self._layout.slips.get(name, name) for name in names]
        gap = "     " if self._layout.has_gaps else " "
        self.lines.append(f"{first_indent}{cluster}{gap}{written[0]}")
        self.lines += [f" {name}" for name in written[1:]]

    def _competency(self, cluster: str, name: str) -> None:
        state = self._layout.titles.get(name, "kept")
        if state == "before a table":
            self.lines.append(f" {name}")
        if state == "before a table" or self._turn % 3 == 0:
            self._table(cluster)
        if state == "kept":
            self.lines.append(f"  {name}")
        definition = wrap(
            f"{self._layout.marker}{self._dictionary.definitions[name]}".split(" "),
            self._layout.width,
            is_soft=self._layout.is_soft,
        )
        self.lines.append(f" {definition[0]}")
        self._text(definition[1:], cluster)
        for level, (title, text) in enumerate(self._dictionary.levels[name], start=1):
            if level == 3 and state == "between levels":
                self.lines.append(f" {name}")
            self.lines.append(f"{level}. {title} ")
            words = wrap(text.split(" "), self._layout.width, is_soft=self._layout.is_soft)
            self.lines.append(words[0].replace(" ", "  ", 1))
            self._text(words[1:], cluster)
        if state == "after its texts":
            self.lines.append(f" {name}")

    def _text(self, lines: list[str], cluster: str) -> None:
        for line in lines:
            if self._layout.noise:
                self._between(self._layout.noise[self._turn % len(self._layout.noise)], cluster)
            self._turn += 1
            self.lines.append(line)

    def _between(self, noise: Noise, cluster: str) -> None:
        if noise == "page":
            self._page += 1
            self.lines.append(f"{self._page} ")
        elif noise == "side":
            self.lines += [cluster[place : place + 2] for place in range(0, len(cluster), 2)]
        elif noise == "table":
            self._table(cluster)

    def _table(self, cluster: str) -> None:
        self.lines.append(self._layout.head)
        self._rows(cluster, dict(self._dictionary.clusters)[cluster])


def write_document(dictionary: Dictionary, layout: Layout | None = None) -> str:
    """Return the plain text of a dictionary's document."""
    return _Writer(dictionary, layout or Layout()).document()


def _slip(name: str) -> str:
    return name[:4] + name[5:]


@st.composite
def layouts(draw: st.DrawFn, dictionary: Dictionary) -> Layout:
    """Return a layout from which the dictionary can still be told."""
    names = [name for _, own in dictionary.clusters for name in own]
    displaced = 0
    if all(len(own) > 1 for _, own in dictionary.clusters):
        displaced = draw(st.integers(0, len(dictionary.clusters) - 1))
    # A title that strayed to another definition contradicts an overview that is itself in pieces.
    states: list[TitleState] = ["kept", "lost", "between levels", "before a table"]
    if displaced == 0:
        states.append("after its texts")
    titles = {name: draw(st.sampled_from(states)) for name in names}
    slipping = [name for name in names if titles[name] == "kept" and len(name) > 9 and name[4] != " "]
    slips = (
        {name: _slip(name) for name in draw(st.lists(st.sampled_from(slipping), max_size=3))}
        if slipping
        else {}
    )
    return Layout(
        width=draw(st.integers(80, 140)),
        is_spaced=draw(st.booleans()),
        is_soft=draw(st.booleans()),
        has_gaps=draw(st.booleans()),
        titles=titles,
        noise=tuple(draw(st.lists(st.sampled_from(("page", "side", "table", "nothing")), max_size=7))),
        displaced=displaced,
        slips=slips,
    )
