"""Reports as files: made by the worker, stored once, made again when what they are made of changes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import delete, select

from app.bootstrap import Bundle
from app.domain.errors import NotFoundError, RefusedError
from app.services.ports import JobName, Tools
from app.services.releases import release_round
from app.services.sealing import begin_close, seal_round
from app.services.typeset_reports import (
    fresh_report,
    report_file,
    typeset_report,
    typeset_wanted,
    want_report,
)
from app.services.work import SYSTEM, Actor, open_reading, open_work
from app.storage.people import Person
from app.storage.rounds import Participant
from app.storage.typeset_reports import TypesetReport, keep_report
from tests.builders import a_launched_round, everybody_answers
from tests.fakes import FakeQueue, FakeTypesetter, FixedClock


@pytest.fixture
def typesetter() -> FakeTypesetter:
    return FakeTypesetter()


@pytest.fixture
def tools(bundle: Bundle, typesetter: FakeTypesetter) -> Tools:
    return replace(bundle.tools, typesetter=typesetter)


@pytest.fixture
def sealed(tools: Tools) -> str:
    """Return the id of a sealed round of two participants, one of whom reads Dutch."""
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 2, peers=4, direct_reports=0).id
    everybody_answers(tools, round_id)
    with open_work(tools, SYSTEM) as work:
        begin_close(work, round_id)
        first = work.session.scalars(select(Participant).order_by(Participant.id)).first()
        assert first is not None
        work.session.get_one(Person, first.person_id).language = "nl"
    seal_round(tools, round_id)
    return round_id


@pytest.fixture
def released(tools: Tools, sealed: str) -> str:
    with open_work(tools, SYSTEM) as work:
        release_round(work, sealed)
    return sealed


def participants(tools: Tools) -> list[Participant]:
    with open_reading(tools, SYSTEM) as work:
        return list(work.session.scalars(select(Participant).order_by(Participant.id)))


def content(tools: Tools, participant_id: str, language: str) -> bytes | None:
    with open_reading(tools, SYSTEM) as work:
        return report_file(work, participant_id, language).content


def test_a_release_asks_for_every_report_in_the_language_of_its_participant(
    tools: Tools, released: str, queue: FakeQueue
) -> None:
    assert (str(JobName.TYPESET_WANTED),) in queue.published
    assert typeset_wanted(tools) == 2
    first, second = participants(tools)
    assert content(tools, first.id, "nl") is not None
    assert content(tools, second.id, "en") is not None
    assert content(tools, second.id, "nl") is None


def test_what_is_made_is_made_once(tools: Tools, released: str, typesetter: FakeTypesetter) -> None:
    typeset_wanted(tools)
    assert typeset_wanted(tools) == 0
    assert typeset_report(tools, participants(tools)[0].id, "nl") is False
    assert len(typesetter.documents) == 2


def test_another_language_is_made_when_somebody_asks(tools: Tools, released: str, queue: FakeQueue) -> None:
    one = participants(tools)[0].id
    with open_work(tools, SYSTEM) as work:
        want_report(work, one, "fr")
    assert queue.published[-1] == (str(JobName.TYPESET), one, "fr")
    assert content(tools, one, "fr") is None
    typeset_report(tools, one, "fr")
    assert content(tools, one, "fr") is not None


def test_a_lost_doorbell_costs_nothing_because_the_wish_is_a_row(tools: Tools, released: str) -> None:
    one = participants(tools)[0].id
    with open_work(tools, SYSTEM) as work:
        want_report(work, one, "fr")
        work.jobs.clear()
    typeset_wanted(tools)
    assert content(tools, one, "fr") is not None


def test_a_new_engine_or_template_makes_the_file_anew(
    tools: Tools, released: str, typesetter: FakeTypesetter
) -> None:
    typeset_wanted(tools)
    one = participants(tools)[0].id
    typesetter.version = "2"
    assert content(tools, one, "nl") is None
    assert typeset_report(tools, one, "nl") is True
    assert content(tools, one, "nl") is not None


@pytest.mark.parametrize("change", ["name", "role"])
def test_a_new_name_or_function_makes_the_file_anew(tools: Tools, released: str, change: str) -> None:
    typeset_wanted(tools)
    one = participants(tools)[0]
    with open_work(tools, SYSTEM) as work:
        setattr(work.session.get_one(Person, one.person_id), change, "Changed")
    assert content(tools, one.id, "nl") is None


def test_a_file_that_was_made_of_something_else_is_never_handed_out(tools: Tools, released: str) -> None:
    one = participants(tools)[0].id
    with open_work(tools, SYSTEM) as work:
        keep_report(work.session, one, "en", source="something else", content=b"old", now=work.now)
    assert content(tools, one, "en") is None


def test_two_makers_of_one_file_do_no_harm(tools: Tools, released: str) -> None:
    one = participants(tools)[0].id
    for content_ in (b"first", b"second"):
        with open_work(tools, SYSTEM) as work:
            keep_report(work.session, one, "fr", source="same", content=content_, now=work.now)
    with open_reading(tools, SYSTEM) as work:
        assert work.session.get_one(TypesetReport, (one, "fr")).content == b"second"


def test_files_go_with_their_participant(tools: Tools, released: str) -> None:
    typeset_wanted(tools)
    one = participants(tools)[0].id
    with open_work(tools, SYSTEM) as work:
        work.session.execute(delete(Participant).where(Participant.id == one))
    with open_reading(tools, SYSTEM) as work:
        assert work.session.get(TypesetReport, (one, "nl")) is None


def test_a_job_for_a_participant_who_is_gone_does_nothing(tools: Tools, released: str) -> None:
    assert typeset_report(tools, "0" * 32, "nl") is False


def test_nothing_is_made_before_the_seal(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        a_launched_round(work, 1)
    assert typeset_report(tools, participants(tools)[0].id, "en") is False


def test_a_document_the_engine_refuses_holds_nothing_up(
    tools: Tools, released: str, typesetter: FakeTypesetter, caplog: pytest.LogCaptureFixture
) -> None:
    typesetter.failures = 1
    assert typeset_wanted(tools) == 1
    assert "could not be made" in caplog.text


def test_the_operator_gets_a_file_before_the_release_and_nothing_is_stored(tools: Tools, sealed: str) -> None:
    one = participants(tools)[0].id
    with open_reading(tools, SYSTEM) as work:
        made = fresh_report(work, one, "en")
    assert made.content
    assert made.name.endswith(" - en.pdf")
    with open_reading(tools, SYSTEM) as work:
        assert work.session.scalars(select(TypesetReport)).all() == []


def test_nobody_gets_the_file_of_somebody_else(tools: Tools, released: str) -> None:
    first, second = participants(tools)
    typeset_wanted(tools)
    stranger = Actor("stranger", person_id=second.person_id, is_administrator=True)
    with open_reading(tools, stranger) as work, pytest.raises(NotFoundError):
        report_file(work, first.id, "nl")
    with open_work(tools, stranger) as work, pytest.raises(NotFoundError):
        want_report(work, first.id, "nl")


def test_the_participant_waits_for_the_release(tools: Tools, sealed: str) -> None:
    one = participants(tools)[0]
    with open_reading(tools, Actor("anna", person_id=one.person_id)) as work, pytest.raises(RefusedError):
        report_file(work, one.id, "en")


def test_a_run_that_takes_too_long_hands_over_to_the_next(
    tools: Tools, released: str, clock: FixedClock, queue: FakeQueue, typesetter: FakeTypesetter
) -> None:
    slow = typesetter.typeset

    def slower(template: str, document: Mapping[str, object], dated_at: datetime) -> bytes:
        clock.move(minutes=1)
        return slow(template, document, dated_at)

    typesetter.typeset = slower  # type: ignore[method-assign]
    assert typeset_wanted(tools) == 1
    assert queue.published[-1] == (str(JobName.TYPESET_WANTED),)
    assert typeset_wanted(tools) == 1
    assert typeset_wanted(tools) == 0
