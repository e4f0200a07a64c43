import pytest

from framework.loader import BundledFramework, bundled_frameworks, load_framework
from framework.validation import validate_folder

CLUSTERS = {
    "informatieverwerking": (
        "analyseren",
        "conceptueel-denken",
        "informatie-verzamelen",
        "zakelijk-denken",
    ),
    "doelgerichtheid": (
        "proactief-handelen",
        "besluitvorming",
        "resultaatgerichtheid",
        "flexibiliteit",
        "plannen-en-organiseren",
        "opvolging-en-controle",
        "organisatiebetrokkenheid",
    ),
    "ontwikkeling": ("continue-ontwikkeling", "kennis-delen", "zelfvertrouwen"),
    "leiderschap": (
        "transformationeel-leiderschap",
        "directief-leiderschap",
        "team-leiderschap",
        "change-management",
    ),
    "soft-skills": (
        "empathie",
        "integriteit",
        "veerkracht",
        "assertiviteit",
        "communicatie",
        "overtuigingskracht",
    ),
    "stakeholder-management": (
        "netwerken",
        "synergieen-creeren",
        "klantgerichtheid",
        "teamplayer",
        "organisatiebewustzijn",
    ),
}


@pytest.mark.parametrize("bundled", bundled_frameworks(), ids=lambda each: each.id)
def test_no_bundled_framework_breaks_a_rule(bundled: BundledFramework) -> None:
    assert [str(problem) for problem in validate_folder(bundled.folder)] == []


def test_the_bundled_framework_has_its_29_competencies_in_6_clusters() -> None:
    framework = load_framework("nl")

    found = {each.id: tuple(inner.id for inner in each.competencies) for each in framework.clusters}
    assert list(found.items()) == list(CLUSTERS.items())
    assert (len(framework.clusters), len(framework.competencies)) == (6, 29)


def test_every_bundled_competency_has_four_levels() -> None:
    levels = {tuple(level.level for level in each.levels) for each in load_framework("nl").competencies}

    assert levels == {(1, 2, 3, 4)}


def test_no_bundled_behaviour_is_worded_twice() -> None:
    texts = [
        indicator.text
        for competency in load_framework("nl").competencies
        for level in competency.levels
        for indicator in level.indicators
    ]

    assert sorted(texts) == sorted(set(texts))
