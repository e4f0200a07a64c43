"""What keeps the texts of a framework from being asked, and what its author may want to look at again."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.text import Text, text
from framework.cluster_file import FEWEST_INDICATORS, LONGEST_INDICATOR, MOST_INDICATORS
from framework.model import Competency, Framework, Level

LONGEST_NAME = 120
LONGEST_TEXT = 3000


@dataclass(frozen=True)
class Finding:
    """One broken rule and its place; `field` is name, definition, title-1, text-1, other-1 or self-1."""

    language: str
    competency_id: str
    place: Text
    rule: Text
    field: str
    is_blocking: bool = True

    @property
    def line(self) -> Text:
        """Place and rule in one line."""
        return text("%(place)s: %(rule)s", place=self.place, rule=self.rule)


def framework_findings(frameworks: Sequence[Framework]) -> tuple[Finding, ...]:
    """Return what is wrong in a framework, given once per language, the fallback first."""
    found: list[Finding] = []
    for framework in frameworks:
        if not framework.name:
            place = text("The framework in %(language)s", language=framework.language)
            found.append(Finding(framework.language, "", place, text("the name is missing."), "name"))
        for cluster in framework.clusters:
            if not cluster.name:
                place = text("Cluster “%(id)s” in %(language)s", id=cluster.id, language=framework.language)
                found.append(
                    Finding(
                        framework.language, "", place, text("the name is missing."), f"cluster-{cluster.id}"
                    )
                )
        found.extend(_same_names(framework))
        for competency in framework.competencies:
            found.extend(competency_findings(framework.language, competency))
    for framework in frameworks[1:]:
        for mine, original in zip(framework.competencies, frameworks[0].competencies, strict=True):
            found.extend(_differences(framework.language, mine, original, frameworks[0].language))
    return tuple(found)


def can_be_shown(words: str) -> bool:
    """Tell whether a text has no control character; unlike `isprintable` it allows every kind of space."""
    return all(unicodedata.category(character) not in {"Cc", "Cs"} for character in words)


def competency_findings(language: str, competency: Competency) -> Iterator[Finding]:
    """Return what is wrong in one competency of one language."""
    words = _Words(language, competency)
    yield from words.need("name", competency.name, LONGEST_NAME)
    yield from words.need("definition", competency.definition, LONGEST_TEXT)
    for level in competency.levels:
        yield from words.need(f"title-{level.level}", level.title, LONGEST_TEXT, level)
        yield from words.show(f"text-{level.level}", level.description or "", LONGEST_TEXT, level)
        yield from _indicator_findings(words, level)


def _indicator_findings(words: "_Words", level: Level) -> Iterator[Finding]:
    other, own = f"other-{level.level}", f"self-{level.level}"
    count = len(level.indicators)
    if not count and not level.description:
        rule = text("there is neither a description nor an indicator, so raters would see a title only.")
        yield words.finding(f"text-{level.level}", rule, level)
    if count and not FEWEST_INDICATORS <= count <= MOST_INDICATORS:
        rule = text(
            "%(count)s indicators; %(fewest)s to %(most)s describe a level best.",
            count=count,
            fewest=FEWEST_INDICATORS,
            most=MOST_INDICATORS,
        )
        yield words.finding(other, rule, level, is_blocking=False)
    for number, indicator in enumerate(level.indicators, start=1):
        for field, wording in ((other, indicator.text), (own, indicator.self_text)):
            if not wording:
                rule = text("indicator %(number)s is worded in one form only.", number=number)
                yield words.finding(field, rule, level)
            elif len(wording) > LONGEST_INDICATOR:
                rule = text(
                    "indicator %(number)s has %(count)s characters; one behaviour fits in %(most)s.",
                    number=number,
                    count=len(wording),
                    most=LONGEST_INDICATOR,
                )
                yield words.finding(field, rule, level, is_blocking=False)
            yield from words.show(field, wording, LONGEST_TEXT, level)


class _Words:
    def __init__(self, language: str, competency: Competency) -> None:
        self._language = language
        self._competency = competency

    def finding(
        self, field: str, rule: Text, level: Level | None = None, *, is_blocking: bool = True
    ) -> Finding:
        name = self._competency.name or self._competency.id
        if level is None:
            place = text("%(competency)s (%(language)s)", competency=name, language=self._language)
        else:
            place = text(
                "%(competency)s (%(language)s), level %(level)s",
                competency=name,
                language=self._language,
                level=level.level,
            )
        return Finding(self._language, self._competency.id, place, rule, field, is_blocking)

    def need(self, field: str, words: str, most: int, level: Level | None = None) -> Iterator[Finding]:
        if not words:
            missing = {
                "name": text("the name is missing."),
                "definition": text("the definition is missing."),
            }
            yield self.finding(field, missing.get(field, text("the title is missing.")), level)
        yield from self.show(field, words, most, level)

    def show(self, field: str, words: str, most: int, level: Level | None = None) -> Iterator[Finding]:
        if len(words) > most:
            rule = text("%(count)s characters; at most %(most)s fit here.", count=len(words), most=most)
            yield self.finding(field, rule, level)
        if not can_be_shown(words):
            yield self.finding(field, text("there is a character in it that cannot be shown."), level)


def _same_names(framework: Framework) -> Iterator[Finding]:
    names: set[str] = set()
    for competency in framework.competencies:
        name = competency.name.casefold()
        if name and name in names:
            rule = text("another competency has this name already.")
            yield _Words(framework.language, competency).finding("name", rule)
        names.add(name)


def _differences(language: str, mine: Competency, original: Competency, first: str) -> Iterator[Finding]:
    # Answers are counted by id whatever the language of the page, so every language needs the same ones.
    words = _Words(language, mine)
    for level, model in zip(mine.levels, original.levels, strict=True):
        if len(level.indicators) != len(model.indicators):
            rule = text(
                "%(count)s indicators here, %(expected)s in %(language)s; all languages need the same.",
                count=len(level.indicators),
                expected=len(model.indicators),
                language=first,
            )
            yield words.finding(f"other-{level.level}", rule, level)
