"""The rules of one cluster file: its competencies, their four levels and the indicators."""

from framework.messages import said
from framework.model import LEVELS, Cluster, Competency, Indicator, Level, indicator_id
from framework.table import Table

FEWEST_INDICATORS = 2
MOST_INDICATORS = 5
LONGEST_INDICATOR = 160
# A questionnaire asks its open questions under these ids, beside those of the competencies.
RESERVED_IDS = ("keep", "start", "stop")


def read_cluster(table: Table, cluster_id: str, *, is_verbatim: bool = False) -> Cluster:
    """Return the cluster of a file, with blanks where it breaks a rule; the table notes which and where.

    The rules for the number and the length of indicators do not hold for verbatim texts.
    """
    table.expect(("name", "competency"))
    inner = table.tables("competency", "competency")
    if table.values.get("competency") == []:
        table.note(said("no_competency"), said("write_competency_table"))
    return Cluster(
        cluster_id,
        table.text("name"),
        tuple(_read_competency(each, is_verbatim=is_verbatim) for each in inner),
    )


def _read_competency(table: Table, *, is_verbatim: bool) -> Competency:
    table.expect(("id", "name", "definition", "level"))
    competency_id = table.slug("id")
    if competency_id in RESERVED_IDS:
        table.note(said("reserved_id", value=competency_id), said("other_id"))
    levels = table.tables("level", "level")
    if isinstance(table.values.get("level"), list) and len(levels) != len(LEVELS):
        table.note(said("level_count", count=len(levels)), said("four_level_tables"))
    return Competency(
        competency_id,
        table.text("name"),
        table.text("definition"),
        tuple(
            _read_level(inner, competency_id, level, is_verbatim=is_verbatim)
            for level, inner in enumerate(levels, start=1)
        ),
    )


def _read_level(table: Table, competency_id: str, level: int, *, is_verbatim: bool) -> Level:
    table.expect(("title", "indicators"), ("description",))
    indicators = table.tables("indicators", "indicator")
    count = len(indicators)
    is_counted = not is_verbatim and isinstance(table.values.get("indicators"), list)
    if is_counted and not FEWEST_INDICATORS <= count <= MOST_INDICATORS:
        code = "no_indicator" if count == 0 else "one_indicator"
        found = said(code) if count < FEWEST_INDICATORS else said("indicator_count", count=count)
        table.note(found, said("two_to_five"))
    longest = None if is_verbatim else LONGEST_INDICATOR
    return Level(
        level,
        table.text("title"),
        table.text("description") or None,
        tuple(
            _read_indicator(inner, indicator_id(competency_id, level, number), longest)
            for number, inner in enumerate(indicators, start=1)
        ),
    )


def _read_indicator(table: Table, its_id: str, longest: int | None) -> Indicator:
    table.expect(("other", "self"))
    return Indicator(its_id, table.text("other", longest), table.text("self", longest))
