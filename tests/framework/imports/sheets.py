"""Small sheets, and frameworks of any shape that a sheet or a TOML file can hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from framework.cluster_file import RESERVED_IDS
from framework.model import LEVELS, Cluster, Competency, Framework, Indicator, Level, indicator_id


@dataclass(frozen=True)
class Row:
    """A row of a sheet."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """A table as the reader of a file hands it over."""

    columns: Sequence[str]
    rows: Sequence[Row]


def sheet(rows: Sequence[Sequence[str]]) -> Sheet:
    """Return a sheet whose first row holds the names of the columns, on line 1."""
    columns, *body = rows
    return Sheet(
        columns,
        [Row(number, dict(zip(columns, cells, strict=True))) for number, cells in enumerate(body, start=2)],
    )


COLUMNS = ("cluster", "competency", "definition", "level", "level_title", "level_text", "indicator")


def small_rows() -> list[list[str]]:
    """Return a sheet with two competencies; the second has indicators."""
    rows = [list(COLUMNS)]
    rows += [
        ["Keuken", "Broodbakken", "Bakt brood.", level, f"Trede {level}", f"Bakt {level}.", ""]
        for level in ("1", "2", "3", "4")
    ]
    for level in ("1", "2", "3", "4"):
        rows.append(["Zaal", "Start", "Begint.", level, f"Trede {level}", "", f"Begint {level}."])
        rows.append(["", "", "", "", "", "", f"Gaat door {level}."])
    return rows


slugs = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z][a-z0-9]{0,4}){0,2}", fullmatch=True).filter(
    lambda slug: slug not in RESERVED_IDS
)
# Every character that a text may hold, with single spaces between its words.
_words = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"), exclude_characters="\ufffd"),
    min_size=1,
    max_size=12,
)
texts = st.lists(_words, min_size=1, max_size=6).map(" ".join)


@st.composite
def framework_sets(draw: st.DrawFn) -> tuple[Framework, ...]:
    """Return one framework in one to three languages, with any number of indicators per level."""
    its_id = draw(slugs)
    competency_ids = draw(st.lists(slugs, min_size=1, max_size=5, unique=True))
    cluster_ids = draw(st.lists(slugs, min_size=1, max_size=len(competency_ids), unique=True))
    counts = {each: [draw(st.integers(0, 6)) for _ in LEVELS] for each in competency_ids}
    has_text = draw(st.booleans())
    frameworks = []
    for language in draw(st.permutations(("nl", "en", "fr-BE")))[: draw(st.integers(1, 3))]:
        count = len(competency_ids) + len(cluster_ids)
        names = draw(st.lists(texts, min_size=count, max_size=count, unique_by=str.casefold))
        competencies = [
            _competency(draw, each, names.pop(), counts[each], has_text=has_text) for each in competency_ids
        ]
        last = len(cluster_ids) - 1
        clusters = tuple(
            Cluster(
                each,
                names.pop(),
                tuple(competencies[place:] if place == last else competencies[place : place + 1]),
            )
            for place, each in enumerate(cluster_ids)
        )
        frameworks.append(Framework(its_id, 7, language, draw(texts), clusters))
    return tuple(frameworks)


def _competency(draw: st.DrawFn, its_id: str, name: str, counts: list[int], *, has_text: bool) -> Competency:
    levels = tuple(
        Level(
            level,
            draw(texts),
            draw(texts) if has_text else None,
            tuple(
                Indicator(indicator_id(its_id, level, number), draw(texts), draw(texts))
                for number in range(1, count + 1)
            ),
        )
        for level, count in zip(LEVELS, counts, strict=True)
    )
    return Competency(its_id, name, draw(texts), levels)
