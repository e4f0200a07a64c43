"""What keeps texts from being asked, and what is only advice."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain.framework_check import Finding, framework_findings
from framework.model import Competency, Framework, Indicator, Level
from tests.framework.frameworks import make_framework

FRAMEWORK = make_framework()


def with_competency(
    change: Callable[[Competency], Competency], framework: Framework = FRAMEWORK
) -> Framework:
    first = framework.clusters[0]
    competencies = (change(first.competencies[0]), *first.competencies[1:])
    return replace(framework, clusters=(replace(first, competencies=competencies), *framework.clusters[1:]))


def with_level(change: Callable[[Level], Level]) -> Framework:
    def changed(competency: Competency) -> Competency:
        return replace(competency, levels=(change(competency.levels[0]), *competency.levels[1:]))

    return with_competency(changed)


def with_indicators(*pairs: tuple[str, str]) -> Framework:
    indicators = tuple(Indicator(f"i-{place}", *pair) for place, pair in enumerate(pairs))
    return with_level(lambda level: replace(level, indicators=indicators))


def seen(findings: tuple[Finding, ...]) -> list[tuple[str, str, bool]]:
    return [(finding.competency_id, finding.field, finding.is_blocking) for finding in findings]


CASES = {
    "no definition": (with_competency(lambda each: replace(each, definition="")), "definition", True),
    "no name": (with_competency(lambda each: replace(each, name="")), "name", True),
    "two of one name": (with_competency(lambda each: replace(each, name="PLANNING")), "name", True),
    "a name that is too long": (with_competency(lambda each: replace(each, name="n" * 121)), "name", True),
    "a control character": (
        with_competency(lambda each: replace(each, definition="a\x07")),
        "definition",
        True,
    ),
    "no title": (with_level(lambda each: replace(each, title="")), "title-1", True),
    "nothing but a title": (with_indicators(), "text-1", True),
    "one form of an indicator": (with_indicators(("a", "b"), ("a", "")), "self-1", True),
    "one indicator": (with_indicators(("a", "b")), "other-1", False),
    "a long indicator": (with_indicators(("a", "b"), ("c" * 161, "d")), "other-1", False),
}


@pytest.mark.parametrize("case", CASES)
def test_every_rule_names_its_field(case: str) -> None:
    framework, field, is_blocking = CASES[case]
    place = "planning" if case == "two of one name" else "analysing"
    assert seen(framework_findings([framework])) == [(place, field, is_blocking)]


def test_a_complete_framework_has_nothing_to_say() -> None:
    assert framework_findings([FRAMEWORK]) == ()


def test_a_space_that_does_not_break_is_no_control_character() -> None:
    framework = with_competency(lambda each: replace(each, definition="Voilà\u00a0: «\u202foui\u202f»"))
    assert framework_findings([framework]) == ()


def test_levels_may_have_a_description_instead_of_indicators() -> None:
    framework = with_level(lambda each: replace(each, indicators=(), description="What is done."))
    assert framework_findings([framework]) == ()


def test_every_language_needs_the_same_number_of_indicators() -> None:
    other = replace(with_indicators(("a", "b"), ("c", "d"), ("e", "f")), language="fr")
    (finding,) = framework_findings([FRAMEWORK, other])
    assert (finding.language, finding.field, finding.is_blocking) == ("fr", "other-1", True)
    assert str(finding.line).startswith("Analysing (fr), level 1: 3 indicators here, 2 in en")


def test_names_of_the_framework_and_its_clusters_are_needed() -> None:
    framework = replace(FRAMEWORK, name="", clusters=(replace(FRAMEWORK.clusters[0], name=""),))
    assert [finding.field for finding in framework_findings([framework])] == ["name", "cluster-thinking"]
