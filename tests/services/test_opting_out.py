"""No more reminders: a wish that only the rater knows of, by a link that is good for nothing else."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.domain.errors import LinkError
from app.domain.tokens import no_reminders_token, rater_token, token_hash
from app.services.delivery import deliver_due
from app.services.opting_out import look_at_reminders, set_reminders
from app.services.ports import Tools
from app.services.progress import round_progress
from app.services.raters import add_rater
from app.services.rating import open_desk
from app.services.reminders import remind_open_raters
from app.services.sealing import begin_close
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.audit import AuditEntry
from app.storage.messages import Message
from app.storage.raters import Invitation, rater_lines
from app.storage.rounds import participants_with_persons
from tests.builders import a_launched_round, rater_tokens, send_in_all
from tests.services.made_mails import a_mailed_round, mails, words
from tests.services.outboxes import let_mails_leave


def stop_token(work: Work, round_id: str, rater_id: str) -> str:
    """Return the token in the foot of a rater's mail."""
    query = select(Invitation.id).where(Invitation.round_id == round_id, Invitation.rater_id == rater_id)
    return no_reminders_token(work.tools.keys.link_key(round_id), work.session.scalars(query).first() or "")


def reminded(work: Work) -> int:
    return work.session.scalar(select(func.count()).where(Message.kind == "reminder")) or 0


def test_who_wants_no_reminders_gets_none(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id = a_mailed_round(work)
        set_reminders(work, stop_token(work, round_.id, rater_id), are_wanted=False)
        let_mails_leave(work)
        remind_open_raters(work, round_.id)
        assert reminded(work) == 0


def test_a_reminder_that_waits_is_not_sent_after_the_wish(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id = a_mailed_round(work)
        let_mails_leave(work)
        remind_open_raters(work, round_.id)
        assert len(mails(work, "reminder")) == 1
        set_reminders(work, stop_token(work, round_.id, rater_id), are_wanted=False)
        assert mails(work, "reminder") == []


def test_the_wish_can_be_taken_back_and_repeated(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id = a_mailed_round(work)
        token = stop_token(work, round_.id, rater_id)
        seen = []
        for are_wanted in (False, False, True, True):
            set_reminders(work, token, are_wanted=are_wanted)
            seen.append(look_at_reminders(work, token).is_stopped)
        assert seen == [True, True, False, False]
        let_mails_leave(work)
        remind_open_raters(work, round_.id)
        assert reminded(work) == 1


def test_the_invitation_and_its_link_stay_as_they_are(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id = a_mailed_round(work)
        set_reminders(work, stop_token(work, round_.id, rater_id), are_wanted=False)
        assert len(mails(work, "invitation")) == 1
        assert open_desk(work, rater_tokens(work, round_.id)[rater_id]).tasks


def test_the_wish_holds_for_a_second_way_in_too(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 2, managers=0, peers=1, direct_reports=0)
        peer, *_ = [
            line for line in rater_lines(work.session, round_.id) if line.assignment.rater_group == "peer"
        ]
        _, (other, _) = participants_with_persons(work.session, round_.id)
        for rater_id, token in rater_tokens(work, round_.id).items():
            set_reminders(work, stop_token(work, round_.id, rater_id), are_wanted=rater_id != peer.rater.id)
            send_in_all(work, token)
        add_rater(work, round_.id, other.id, peer.rater.id, "other")
        assert len(rater_tokens(work, round_.id)) == 1
        let_mails_leave(work)
        remind_open_raters(work, round_.id)
        assert reminded(work) == 0


def test_the_wish_can_still_be_said_when_everything_is_sent_in(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id = a_mailed_round(work)
        send_in_all(work, rater_tokens(work, round_.id)[rater_id])
        token = stop_token(work, round_.id, rater_id)
        set_reminders(work, token, are_wanted=False)
        assert look_at_reminders(work, token).is_stopped


def test_the_token_opens_no_answers_and_the_answering_token_stops_no_reminders(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id = a_mailed_round(work)
        token = stop_token(work, round_.id, rater_id)
        answering = rater_tokens(work, round_.id)[rater_id]
        with pytest.raises(LinkError):
            open_desk(work, token)
        with pytest.raises(LinkError):
            open_desk(work, token[32:])
        with pytest.raises(LinkError):
            set_reminders(work, answering, are_wanted=False)
        assert answering not in token


def test_another_round_s_key_and_a_made_up_token_do_nothing(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id = a_mailed_round(work)
        other = a_launched_round(work, 1, managers=1, peers=0, direct_reports=0)
        token = stop_token(work, round_.id, rater_id)
        swapped = no_reminders_token(tools.keys.link_key(other.id), token[:32])
        for wrong in (swapped, token[:-1], token + "A", token[:32], "", "é" * 75, "0" * 75):
            with pytest.raises(LinkError):
                set_reminders(work, wrong, are_wanted=False)
            with pytest.raises(LinkError):
                look_at_reminders(work, wrong)
        assert not look_at_reminders(work, token).is_stopped


def test_the_database_alone_makes_no_such_token(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id = a_mailed_round(work)
        token = stop_token(work, round_.id, rater_id)
        invitation = work.session.get_one(Invitation, token[:32])
        assert invitation.token_hash not in {token_hash(token), token_hash(token[32:])}
        assert invitation.nonce is not None
        assert rater_token(tools.keys.link_key(round_.id), invitation.nonce) not in token


def test_after_the_close_the_link_says_nothing_but_that_it_is_over(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id = a_mailed_round(work)
        token = stop_token(work, round_.id, rater_id)
        begin_close(work, round_.id)
    tools.keys.destroy(round_.id)
    with open_work(tools, SYSTEM) as work:
        set_reminders(work, token, are_wanted=False)
        found = look_at_reminders(work, token)
        assert (found.is_over, found.round_name, found.is_stopped) == (True, "", False)


def test_the_organisers_learn_nothing_of_it(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 2)
        round_id, rater_id = round_.id, next(iter(rater_tokens(work, round_.id)))
    with open_reading(tools, SYSTEM) as work:
        before = (round_progress(work, round_id), work.session.scalar(select(func.count(AuditEntry.id))))
        token = stop_token(work, round_id, rater_id)
    with open_work(tools, SYSTEM) as work:
        set_reminders(work, token, are_wanted=False)
    with open_reading(tools, SYSTEM) as work:
        after = (round_progress(work, round_id), work.session.scalar(select(func.count(AuditEntry.id))))
    assert before == after


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
def test_mails_over_https_carry_the_header_for_one_click(tools: Tools, kind: str) -> None:
    secure = replace(tools, site=replace(tools.site, public_url="https://feedback.example.org"))
    with open_work(secure, SYSTEM) as work:
        round_, rater_id = a_mailed_round(work)
        let_mails_leave(work)
        remind_open_raters(work, round_.id)
        link = f"https://feedback.example.org/no-reminders/{stop_token(work, round_.id, rater_id)}"
        (mail,) = [each for each in mails(work, kind) if each.to_name == "Rita Rater"]
    assert mail.headers["List-Unsubscribe"] == f"<{link}>"
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len(link) <= 200
    assert mail.text.rstrip().endswith(link)
    assert f'href="{link}"' in mail.html
    assert "no more reminders of this round" in words(mail)


def test_mails_over_plain_http_carry_the_link_in_their_foot_only(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        a_mailed_round(work)
        mail = next(each for each in mails(work, "invitation") if each.to_name == "Rita Rater")
    assert "List-Unsubscribe" not in mail.headers
    assert "/no-reminders/" in mail.text
    deliver_due(tools)
