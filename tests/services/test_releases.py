"""Releasing reports: once, to everybody, one's own by somebody else."""

import pytest
from sqlalchemy import select

from app.domain.errors import RefusedError
from app.services.ports import Tools
from app.services.releases import release_round, unreleased_reports
from app.services.sealing import begin_close, seal_round
from app.services.sign_in import RELEASE_LINK_LASTS, account_for_person, invite_administrator
from app.services.work import SYSTEM, Actor, open_work
from app.storage.accounts import Account, SignInLink
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.rounds import Round, participants_with_persons
from tests.builders import a_launched_round


def a_sealed_round(tools: Tools, participants: int = 2) -> str:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, participants, peers=0, direct_reports=0).id
        begin_close(work, round_id)
    seal_round(tools, round_id)
    return round_id


def an_administrator_who_takes_part(tools: Tools, round_id: str, *, is_linked: bool = True) -> Actor:
    """Return the first participant as an administrator; unlinked: known by the address alone."""
    with open_work(tools, SYSTEM) as work:
        _, person = participants_with_persons(work.session, round_id)[0]
        invite_administrator(work, person.email or "")
        account = work.session.scalars(select(Account).where(Account.email == person.email)).one()
        account.person_id = person.id if is_linked else None
        return Actor(account.email, account.id, account.person_id, is_administrator=True)


def test_every_participant_gets_a_mail_with_a_link_of_a_week(tools: Tools) -> None:
    round_id = a_sealed_round(tools)
    with open_work(tools, SYSTEM) as work:
        assert release_round(work, round_id) == 2
        messages = work.session.scalars(select(Message).where(Message.kind == "release")).all()
        links = work.session.scalars(select(SignInLink)).all()
        assert len(messages) == 2
        assert {link.expires_at - work.now for link in links} == {RELEASE_LINK_LASTS}


def test_the_round_is_released(tools: Tools) -> None:
    round_id = a_sealed_round(tools)
    with open_work(tools, SYSTEM) as work:
        release_round(work, round_id)
        assert work.session.get_one(Round, round_id).state == "released"
        assert unreleased_reports(work, round_id) == ()


def test_a_second_release_is_refused_and_mails_nobody(tools: Tools) -> None:
    round_id = a_sealed_round(tools)
    with open_work(tools, SYSTEM) as work:
        release_round(work, round_id)
    with open_work(tools, SYSTEM) as work, pytest.raises(RefusedError, match="already"):
        release_round(work, round_id)
    with open_work(tools, SYSTEM) as work:
        assert len(work.session.scalars(select(Message).where(Message.kind == "release")).all()) == 2


def test_nothing_is_released_before_the_seal(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1).id
        begin_close(work, round_id)
        with pytest.raises(RefusedError, match="no report before"):
            release_round(work, round_id)


@pytest.mark.parametrize("is_linked", [True, False], ids=["linked account", "same address"])
def test_nobody_releases_the_own_report(tools: Tools, is_linked: bool) -> None:
    round_id = a_sealed_round(tools)
    actor = an_administrator_who_takes_part(tools, round_id, is_linked=is_linked)
    with open_work(tools, actor) as work:
        assert release_round(work, round_id) == 1
        (waiting,) = unreleased_reports(work, round_id)
        assert waiting.is_own
    with open_work(tools, actor) as work, pytest.raises(RefusedError, match="another administrator"):
        release_round(work, round_id)


def test_another_administrator_releases_the_rest(tools: Tools) -> None:
    round_id = a_sealed_round(tools)
    with open_work(tools, an_administrator_who_takes_part(tools, round_id)) as work:
        release_round(work, round_id)
    with open_work(tools, SYSTEM) as work:
        assert release_round(work, round_id) == 1


def test_a_participant_without_an_address_is_released_without_a_mail(tools: Tools) -> None:
    round_id = a_sealed_round(tools, 1)
    with open_work(tools, SYSTEM) as work:
        work.session.scalars(select(Person).where(Person.email == "person1@example.org")).one().email = None
        work.session.flush()
        assert [each.has_address for each in unreleased_reports(work, round_id)] == [False]
        assert release_round(work, round_id) == 1
        assert work.session.scalars(select(Message).where(Message.kind == "release")).all() == []


def test_a_released_participant_has_an_account_of_the_own(tools: Tools) -> None:
    round_id = a_sealed_round(tools, 1)
    with open_work(tools, SYSTEM) as work:
        release_round(work, round_id)
        _, person = participants_with_persons(work.session, round_id)[0]
        account = account_for_person(work, person)
        assert account is not None
        assert (account.email, account.is_administrator) == (person.email, False)
