"""A new link for a rater who lost the old one: everything moves along, and nobody learns who has finished."""

import pytest
from sqlalchemy import func, select

from app.bootstrap import Bundle
from app.domain.errors import LinkError, NotFoundError, RefusedError, ReplacedLinkError
from app.services.audit_trail import audit_lines
from app.services.delivery import deliver_due
from app.services.launch import launch_round
from app.services.ports import JobName, Tools
from app.services.progress import round_progress
from app.services.rating import open_desk, open_form, send_in
from app.services.relinking import renew_link
from app.services.sealing import begin_close, seal_round
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.audit import AuditEntry
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.replaced_links import ReplacedLink
from app.storage.responses import Draft, Response
from app.storage.rounds import Round, participants_with_persons
from tests.builders import a_person, a_rater, a_round, rater_tokens, send_in_all
from tests.fakes import FakeMailer, FakeQueue, FixedClock
from tests.services.answering import begin_one, send_in_one

PEERS = 5


def a_scene(work: Work, peers: int = PEERS) -> tuple[Round, str, list[str]]:
    """Return a round of two participants, one person who rates both among `peers`, and the assignment ids."""
    round_ = a_round(work, 2, standard_groups=("peer",))
    rater = a_person(work, "Rater", "rater@example.org")
    own = []
    for participant, _ in participants_with_persons(work.session, round_.id):
        own.append(a_rater(work, round_, participant, "peer", rater).id)
        for _ in range(peers - 1):
            a_rater(work, round_, participant, "peer")
    launch_round(work, round_.id)
    return round_, rater.id, own


def keys(work: Work) -> set[str]:
    return {*work.session.scalars(select(Draft.key)), *work.session.scalars(select(Response.key))}


def kinds(work: Work) -> list[str]:
    return [kind for kind in work.session.scalars(select(Message.kind)) if kind != "invitation"]


def test_drafts_and_responses_are_found_behind_the_new_link_only(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, (sent, begun) = a_scene(work)
        old = rater_tokens(work, round_.id)[rater_id]
        send_in_one(work, old, sent, 2)
        begin_one(work, old, begun, 4)
        before = keys(work)
    with open_work(tools, SYSTEM) as work:
        renew_link(work, round_.id, rater_id)
    with open_work(tools, SYSTEM) as work:
        new = rater_tokens(work, round_.id)[rater_id]
        assert new != old
        assert len(keys(work)) == 2
        assert not keys(work) & before
        assert set(open_form(work, new, sent).answers.ratings.values()) == {2}
        assert set(open_form(work, new, begun).answers.ratings.values()) == {4}
        assert send_in(work, new, begun).is_sent_in
        assert open_desk(work, new).is_finished


def test_what_others_said_about_the_same_people_stays_theirs(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, _ = a_scene(work)
        tokens = rater_tokens(work, round_.id)
        others = {id_: token for id_, token in tokens.items() if id_ != rater_id}
        for number, token in enumerate(others.values()):
            send_in_all(work, token, 1 + number % 4)
        before = keys(work)
        renew_link(work, round_.id, rater_id)
        assert keys(work) == before
        for number, token in enumerate(others.values()):
            task = open_desk(work, token).tasks[0]
            assert set(open_form(work, token, task.assignment_id).answers.ratings.values()) == {
                1 + number % 4
            }


def test_the_old_link_says_that_there_is_a_newer_one_until_the_close(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, _ = a_scene(work)
        old = rater_tokens(work, round_.id)[rater_id]
        renew_link(work, round_.id, rater_id)
        with pytest.raises(ReplacedLinkError):
            open_desk(work, old)
        begin_close(work, round_.id)
        with pytest.raises(LinkError) as caught:
            open_desk(work, old)
        assert not isinstance(caught.value, ReplacedLinkError)
    seal_round(tools, round_.id)
    with open_reading(tools, SYSTEM) as work:
        assert work.session.scalars(select(ReplacedLink)).all() == []


def test_one_mail_goes_out_and_mails_that_wait_carry_the_new_link(
    mailed_bundle: Bundle, mailer: FakeMailer
) -> None:
    tools = mailed_bundle.tools
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, _ = a_scene(work)
        old = rater_tokens(work, round_.id)[rater_id]
        renew_link(work, round_.id, rater_id)
        new = rater_tokens(work, round_.id)[rater_id]
    deliver_due(tools)
    own = [mail for mail in mailer.sent if mail.to_address == "rater@example.org"]
    assert len(own) == 2
    assert all(new in mail.text and old not in mail.text for mail in own)
    assert [mail.subject for mail in own if "no longer works" in mail.text] == [
        f"Your new link: {round_.name}"
    ]


def test_a_second_click_is_refused_for_five_minutes(tools: Tools, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, _ = a_scene(work)
        renew_link(work, round_.id, rater_id)
        with pytest.raises(RefusedError, match="five minutes"):
            renew_link(work, round_.id, rater_id)
        clock.move(minutes=5, seconds=1)
    with open_work(tools, SYSTEM) as work:
        renew_link(work, round_.id, rater_id)
        # The mail of the first time still waits, and will carry the newest link.
        assert kinds(work) == ["relink"]


def test_a_finished_rater_who_may_be_followed_gets_no_link_and_hr_is_told(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, _ = a_scene(work)
        token = rater_tokens(work, round_.id)[rater_id]
        send_in_all(work, token)
        with pytest.raises(RefusedError, match="has finished everything"):
            renew_link(work, round_.id, rater_id)
        assert open_desk(work, token).is_finished


def rows_of(work: Work, round_id: str) -> tuple[int, int]:
    """Return how many dead links and how many mails about a new link a round has."""
    links = select(func.count()).select_from(ReplacedLink).where(ReplacedLink.round_id == round_id)
    mails = select(func.count()).select_from(Message)
    mails = mails.where(Message.round_id == round_id, Message.kind == "relink")
    return work.session.scalar(links) or 0, work.session.scalar(mails) or 0


@pytest.mark.parametrize("shows_progress", [True, False], ids=["small group", "round without progress"])
def test_for_a_hidden_rater_everything_is_alike_finished_or_not(
    mailed_bundle: Bundle, mailer: FakeMailer, queue: FakeQueue, shows_progress: bool
) -> None:
    tools = mailed_bundle.tools
    seen = []
    for is_finished in (False, True):
        with open_work(tools, SYSTEM) as work:
            for person in work.session.scalars(select(Person)):
                person.email = None
            work.session.flush()
            round_, rater_id, _ = a_scene(work, peers=2)
            round_.hr_sees_progress = shows_progress
            token = rater_tokens(work, round_.id)[rater_id]
            if is_finished:
                send_in_all(work, token)
        queue.published.clear()
        with open_work(tools, SYSTEM) as work:
            said = str(renew_link(work, round_.id, rater_id))
        rung = list(queue.published)
        mailer.sent.clear()
        deliver_due(tools)
        assert sum("no longer works" in mail.text for mail in mailer.sent) == (not is_finished)
        with open_reading(tools, SYSTEM) as work:
            acts = [str(line.act) for line in audit_lines(work, round_.id)]
            progress = round_progress(work, round_.id)
            entries = work.session.scalars(select(AuditEntry).where(AuditEntry.round_id == round_.id))
            seen.append(
                (
                    said,
                    acts.count("asked for a new link for Rater"),
                    progress.mails,
                    progress.done,
                    len(entries.all()),
                    rows_of(work, round_.id),
                    rung,
                )
            )
            assert (rater_tokens(work, round_.id).get(rater_id) is None) is is_finished
            if is_finished:
                assert open_desk(work, token).is_finished
    assert seen[0] == seen[1]
    assert seen[0][1] == 1
    assert seen[0][-1] == [(JobName.DELIVER,)]
    assert "If Rater still has something open" in seen[0][0]


def test_somebody_without_an_address_or_outside_the_round_gets_none(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, _ = a_scene(work)
        stranger = a_person(work)
        with pytest.raises(NotFoundError):
            renew_link(work, round_.id, stranger.id)
        work.session.get_one(Person, rater_id).email = None
        work.session.flush()
        with pytest.raises(RefusedError, match="no mail address"):
            renew_link(work, round_.id, rater_id)


def test_after_the_closing_instant_there_is_nothing_to_open(tools: Tools, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id, _ = a_scene(work)
    clock.move(days=14, minutes=1)
    with open_work(tools, SYSTEM) as work, pytest.raises(RefusedError, match="just closed"):
        renew_link(work, round_.id, rater_id)


def test_a_rater_with_two_invitations_gets_a_link_for_the_living_one(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 2, standard_groups=("peer",))
        (first, _), (second, _) = participants_with_persons(work.session, round_.id)
        rater = a_person(work, "Rater")
        for participant in (first, second):
            for _ in range(4):
                a_rater(work, round_, participant, "peer")
        a_rater(work, round_, first, "peer", rater)
        launch_round(work, round_.id)
        finished = rater_tokens(work, round_.id)[rater.id]
        send_in_all(work, finished)
        late = a_rater(work, round_, second, "peer", rater)
        living = rater_tokens(work, round_.id)[rater.id]
        begin_one(work, living, late.id)
        renew_link(work, round_.id, rater.id)
        assert open_desk(work, finished).is_finished
        with pytest.raises(ReplacedLinkError):
            open_desk(work, living)
        newest = open_desk(work, rater_tokens(work, round_.id)[rater.id])
        assert [(task.assignment_id, task.has_draft) for task in newest.tasks] == [(late.id, True)]
