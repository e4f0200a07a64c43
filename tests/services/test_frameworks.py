"""Frameworks of files and of the database, as rounds get them; on both databases."""

from typing import Any

import pytest

from app.domain.errors import InvalidError, NotFoundError
from app.services.framework_drafts import publish_draft, start_draft, switch_competencies
from app.services.frameworks import (
    BUNDLED,
    all_languages,
    find_framework,
    framework_of_round,
    frozen_questionnaire,
    list_frameworks,
    listed_framework,
    offered_framework,
)
from app.services.launch import launch_round
from app.services.ports import Tools
from app.services.releases import release_round
from app.services.reports import read_report
from app.services.rounds import change_competencies, clone_round
from app.services.sealing import begin_close, seal_round
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.rounds import participants_with_persons
from tests.builders import a_launched_round, a_rater, a_round, everybody_answers
from tests.services.own_frameworks import NAMES, an_own_framework

IDS = ("broodbakken", "kruiden-kweken", "servies-dragen")
UNKNOWN = ["nothing", "Rondom", "", "a\0b", "../rondom"]


@pytest.mark.parametrize("framework_id", UNKNOWN, ids=repr)
def test_a_framework_that_is_not_there_is_not_found(tools: Tools, framework_id: str) -> None:
    with open_reading(tools, SYSTEM) as work, pytest.raises(NotFoundError):
        find_framework(work, framework_id, "nl")


@pytest.mark.parametrize("revision", [0, 2, 2**40])
@pytest.mark.parametrize("framework_id", [BUNDLED, "keuken"])
def test_a_revision_that_is_not_there_is_not_found(tools: Tools, framework_id: str, revision: int) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        with pytest.raises(NotFoundError):
            find_framework(work, framework_id, "nl", revision)


def test_an_own_framework_reads_as_it_was_stored(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
    with open_reading(tools, SYSTEM) as work:
        framework = find_framework(work, "keuken", "fr")
    assert framework.language == "nl"
    assert tuple(each.name for each in framework.competencies) == NAMES
    assert {len(each.levels) for each in framework.competencies} == {4}


def test_a_bundled_framework_is_given_in_all_its_languages(tools: Tools) -> None:
    with open_reading(tools, SYSTEM) as work:
        assert [each.language for each in all_languages(work, BUNDLED)] == ["nl", "en", "fr"]


def test_the_list_shows_drafts_beside_what_is_published(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        start_draft(work, "keuken")
        listed = listed_framework(work, "keuken")
        assert (listed.revision, listed.draft, listed.competencies) == (1, 2, 3)
        assert [each.id for each in list_frameworks(work)] == [BUNDLED, "keuken"]


def test_what_is_switched_off_is_not_offered_to_new_rounds(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        switch_competencies(work, "keuken", frozenset(IDS[1:]))
        assert [each.id for each in offered_framework(work, "keuken", "nl").competencies] == [*IDS[1:]]
        round_ = a_round(work, competencies=(), framework_id="keuken")
        with pytest.raises(InvalidError):
            change_competencies(work, round_.id, IDS[:1])


def test_a_round_that_has_chosen_a_competency_keeps_it(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        round_ = a_round(work, competencies=IDS[:2], framework_id="keuken")
        switch_competencies(work, "keuken", frozenset(IDS[1:]))
        change_competencies(work, round_.id, IDS)
        assert round_.competencies == list(IDS)
        copy = clone_round(work, round_.id, "Again", round_.closes_at)
        assert copy.competencies == list(IDS[1:])


def test_a_running_round_keeps_the_revision_it_was_launched_with(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        round_ = a_launched_round(work, 1, competencies=IDS, framework_id="keuken")
        draft = a_round(work, competencies=IDS, framework_id="keuken")
        start_draft(work, "keuken")
        publish_draft(work, "keuken")
        assert find_framework(work, "keuken", "nl").revision == 2
        assert framework_of_round(work, round_, "nl").revision == 1
        assert frozen_questionnaire(round_, "nl").framework_revision == 1
        for participant, _ in participants_with_persons(work.session, draft.id):
            a_rater(work, draft, participant)
        assert launch_round(work, draft.id).framework_revision == 2


def test_indicators_are_not_asked_where_there_are_none(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        with pytest.raises(InvalidError) as refused:
            a_round(work, competencies=IDS[:1], framework_id="keuken", questions="indicator")
    assert [str(problem) for problem in refused.value.problems] == [
        "Broodbakken has no indicators at the chosen levels, so it can only be asked by level."
    ]


def test_competencies_of_another_framework_are_not_taken_over(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        with pytest.raises(InvalidError):
            a_round(work, competencies=("analyseren",), framework_id="keuken")


def test_a_round_on_an_imported_framework_runs_to_a_report(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        an_own_framework(work)
        round_id = a_launched_round(work, 1, peers=6, competencies=IDS, framework_id="keuken").id
    everybody_answers(tools, round_id, 3)
    with open_work(tools, SYSTEM) as work:
        begin_close(work, round_id)
    seal_round(tools, round_id)
    with open_work(tools, SYSTEM) as work:
        release_round(work, round_id)
    with open_reading(tools, SYSTEM) as work:
        ((participant, _),) = participants_with_persons(work.session, round_id)
        report: Any = read_report(work, participant.id, "nl", str).report
    assert report["framework"] == {"id": "keuken", "revision": 1, "language": "nl"}
    assert [each["name"] for each in report["competencies"]] == list(NAMES)
    assert any(cell["typical_level"] == 3 for each in report["competencies"] for cell in each["cells"])
