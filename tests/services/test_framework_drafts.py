"""Changing a framework in a draft, and what may not be changed; on both databases."""

from dataclasses import replace

import pytest

from app.domain.errors import InvalidError, NotFoundError, RefusedError
from app.services.framework_drafts import (
    Names,
    change_competency,
    change_names,
    copy_framework,
    discard_draft,
    draft_findings,
    fingerprint,
    publish_draft,
    start_draft,
    switch_competencies,
)
from app.services.frameworks import BUNDLED, all_languages, find_framework, list_frameworks
from app.services.ports import Tools
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.framework_revisions import switched_off
from framework.model import Competency
from tests.services.own_frameworks import an_own_framework

DRAFT = 2


def the_competency(work: Work, revision: int = DRAFT) -> Competency:
    return find_framework(work, "keuken", "nl", revision).competencies[0]


def test_a_copy_has_the_same_texts_in_all_languages(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        copy_framework(work, BUNDLED, "eigen", "Eigen  woorden")
    with open_reading(tools, SYSTEM) as work:
        copies, originals = all_languages(work, "eigen", 1), all_languages(work, BUNDLED)
    assert {copy.name for copy in copies} == {"Eigen woorden"}
    assert [copy.clusters for copy in copies] == [original.clusters for original in originals]


def test_a_copy_is_a_draft_that_no_round_can_be_made_from(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        copy_framework(work, BUNDLED, "eigen", "Eigen")
        with pytest.raises(NotFoundError):
            find_framework(work, "eigen", "nl")


@pytest.mark.parametrize("taken", [BUNDLED, "keuken", "Keuken 2", "", "keep", "-a", "a" * 61], ids=repr)
def test_an_id_that_is_taken_or_none_is_refused(tools: Tools, taken: str) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        with pytest.raises(InvalidError):
            copy_framework(work, BUNDLED, taken, "Name")


@pytest.mark.parametrize("name", ["", "  ", "a" * 121, "a\0b"], ids=repr)
def test_a_name_that_cannot_be_shown_is_refused(tools: Tools, name: str) -> None:
    with open_work(tools, SYSTEM) as work, pytest.raises(InvalidError):
        copy_framework(work, BUNDLED, "eigen", name)


def test_a_bundled_framework_cannot_be_changed(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work, pytest.raises(RefusedError):
        start_draft(work, BUNDLED)


def test_a_draft_is_begun_once(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        assert start_draft(work, "keuken").revision == DRAFT
        assert start_draft(work, "keuken").revision == DRAFT


def test_texts_are_changed_in_the_draft_only(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        start_draft(work, "keuken")
        before = the_competency(work)
        changed = replace(before, definition="Iets anders.")
        change_competency(work, "keuken", "nl", changed, fingerprint(before))
    with open_reading(tools, SYSTEM) as work:
        assert the_competency(work) == changed
        assert the_competency(work, 1) == before


def test_a_published_revision_never_changes(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        competency = the_competency(work, 1)
        with pytest.raises(NotFoundError):
            change_competency(work, "keuken", "nl", replace(competency, name="X"), fingerprint(competency))
        with pytest.raises(NotFoundError):
            change_names(work, "keuken", "nl", Names("X", {}))
        with pytest.raises(NotFoundError):
            discard_draft(work, "keuken")


def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        start_draft(work, "keuken")
        before = the_competency(work)
        change_competency(work, "keuken", "nl", replace(before, name="Mijn naam"), fingerprint(before))
        with pytest.raises(RefusedError):
            change_competency(work, "keuken", "nl", replace(before, name="Jouw naam"), fingerprint(before))
        assert the_competency(work).name == "Mijn naam"


@pytest.mark.parametrize(
    ("language", "competency_id"), [("fr", "broodbakken"), ("nl", "nothing")], ids=["language", "competency"]
)
def test_what_a_draft_does_not_have_cannot_be_changed(
    tools: Tools, language: str, competency_id: str
) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        start_draft(work, "keuken")
        competency = replace(the_competency(work), id=competency_id)
        with pytest.raises(NotFoundError):
            change_competency(work, "keuken", language, competency, "")


def test_names_of_the_framework_and_its_clusters_are_changed(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        start_draft(work, "keuken")
        change_names(work, "keuken", "nl", Names("Nieuw", {"vakwerk": "Ambacht"}))
        publish_draft(work, "keuken")
        framework = find_framework(work, "keuken", "nl")
    assert (framework.name, framework.clusters[0].name) == ("Nieuw", "Ambacht")


def test_a_draft_with_gaps_is_not_published(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        start_draft(work, "keuken")
        before = the_competency(work)
        change_competency(work, "keuken", "nl", replace(before, definition=""), fingerprint(before))
        assert [finding.field for finding in draft_findings(work, "keuken")] == ["definition"]
        with pytest.raises(InvalidError) as refused:
            publish_draft(work, "keuken")
    assert [str(problem) for problem in refused.value.problems] == [
        "Broodbakken (nl): the definition is missing."
    ]


def test_a_discarded_draft_leaves_what_was_published(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        start_draft(work, "keuken")
        discard_draft(work, "keuken")
        assert find_framework(work, "keuken", "nl").revision == 1


def test_a_framework_that_was_never_published_is_gone_with_its_draft(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        copy_framework(work, BUNDLED, "eigen", "Eigen")
        discard_draft(work, "eigen")
        assert [each.id for each in list_frameworks(work)] == [BUNDLED]


def test_a_copy_keeps_what_is_switched_off(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        every = {competency.id for competency in find_framework(work, BUNDLED, "nl").competencies}
        switch_competencies(work, BUNDLED, frozenset(every - {"empathie"}))
        copy_framework(work, BUNDLED, "eigen", "Eigen")
        assert switched_off(work.session, "eigen") == {"empathie"}


def test_not_everything_can_be_switched_off(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work, pytest.raises(InvalidError):
        switch_competencies(work, BUNDLED, frozenset({"nothing"}))
