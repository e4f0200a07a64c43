"""A round under `classic`: HR releases it as it is, or as a whole under `core`, and the log says which."""

from typing import Any

import pytest
from sqlalchemy import select

from app.adapters.wording import translator
from app.domain.anonymity import under_core
from app.domain.errors import RefusedError
from app.domain.publication import publication_from_json
from app.services.audit_trail import audit_lines
from app.services.ports import Tools
from app.services.releases import release_round
from app.services.reports import read_report, release_check
from app.services.rounds import RoundSettings, change_settings
from app.services.sealing import begin_close, seal_round
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.publications import PublicationRow
from app.storage.rounds import Round, participants_with_persons
from tests.builders import a_launched_round, everybody_answers
from tests.services.test_releases import an_administrator_who_takes_part


def a_sealed_round(tools: Tools, policy_name: str = "classic", participants: int = 1) -> str:
    """Return a sealed round in which everybody chose level 3, so that `classic` gives everything away."""
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, participants, policy_name=policy_name).id
    everybody_answers(tools, round_id, 3)
    with open_work(tools, SYSTEM) as work:
        begin_close(work, round_id)
    seal_round(tools, round_id)
    return round_id


def first_report(tools: Tools, round_id: str) -> dict[str, Any]:
    with open_reading(tools, SYSTEM) as work:
        participant, _ = participants_with_persons(work.session, round_id)[0]
        return read_report(work, participant.id, "en", translator("en")).report


def documents(tools: Tools) -> list[str]:
    with open_reading(tools, SYSTEM) as work:
        return list(work.session.scalars(select(PublicationRow.document)))


def acts(tools: Tools, round_id: str) -> list[str]:
    with open_reading(tools, SYSTEM) as work:
        return [str(line.act) for line in audit_lines(work, round_id)]


def test_the_check_compares_both_ways_in_counts(tools: Tools) -> None:
    round_id = a_sealed_round(tools)
    with open_reading(tools, SYSTEM) as work:
        found = release_check(work, round_id)
    assert str(found.check.summary) == "In 4 of 4 results single answers can be read off."
    assert found.under_core is not None
    assert str(found.under_core.summary) == "In none of 4 results can a single answer be read off."


def test_under_core_there_is_nothing_to_choose(tools: Tools) -> None:
    round_id = a_sealed_round(tools, "core")
    with open_reading(tools, SYSTEM) as work:
        assert release_check(work, round_id).under_core is None
    with open_work(tools, SYSTEM) as work, pytest.raises(RefusedError, match="from the start"):
        release_round(work, round_id, under_core=True)


def test_as_it_is_the_report_keeps_the_rule_it_was_sealed_with(tools: Tools) -> None:
    round_id = a_sealed_round(tools)
    sealed = documents(tools)
    with open_work(tools, SYSTEM) as work:
        release_round(work, round_id)
    assert first_report(tools, round_id)["policy"] == {"name": "classic", "k": 4}
    assert documents(tools) == sealed
    assert any("as it is" in act and "read off in 4 of 4 results" in act for act in acts(tools, round_id))


def test_under_core_every_reader_gets_the_stricter_report_and_the_seal_stays_as_it_was(tools: Tools) -> None:
    round_id = a_sealed_round(tools)
    sealed = documents(tools)
    with open_work(tools, SYSTEM) as work:
        release_round(work, round_id, under_core=True)
    report = first_report(tools, round_id)
    assert report["policy"] == {"name": "core", "k": 4}
    peers = [cell for each in report["competencies"] for cell in each["cells"] if cell["groups"] == ["peer"]]
    assert [sum(cell["distribution"].values()) for cell in peers] == [3, 3]
    assert documents(tools) == sealed
    assert publication_from_json(sealed[0]) != under_core(publication_from_json(sealed[0]))
    assert any("under “core”" in act and "4 of 4" in act for act in acts(tools, round_id))


@pytest.mark.parametrize("is_strict", [True, False], ids=["under core", "as it is"])
def test_the_choice_holds_for_a_report_that_is_released_later(tools: Tools, is_strict: bool) -> None:
    round_id = a_sealed_round(tools, participants=2)
    with open_work(tools, an_administrator_who_takes_part(tools, round_id)) as work:
        assert release_round(work, round_id, under_core=is_strict) == 1
    with open_reading(tools, SYSTEM) as work:
        assert release_check(work, round_id).under_core is None
    if not is_strict:
        with open_work(tools, SYSTEM) as work, pytest.raises(RefusedError, match="holds for the whole round"):
            release_round(work, round_id, under_core=True)
    with open_work(tools, SYSTEM) as work:
        assert release_round(work, round_id) == 1
    assert first_report(tools, round_id)["policy"]["name"] == ("core" if is_strict else "classic")
    assert sum("chose to release" in act for act in acts(tools, round_id)) == 1


@pytest.mark.parametrize("policy", [{"policy_name": "classic"}, {"k": 3}], ids=str)
def test_the_rule_cannot_change_after_the_launch(tools: Tools, policy: dict[str, Any]) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1)
        settings = RoundSettings(round_.name, ("analyseren",), round_.closes_at, **policy)
    with open_work(tools, SYSTEM) as work, pytest.raises(RefusedError, match="before the launch"):
        change_settings(work, round_.id, settings)
    with open_reading(tools, SYSTEM) as work:
        found = work.session.get_one(Round, round_.id)
        assert (found.policy_name, found.k) == ("core", 4)
