"""What HR sees of mails to a rater whom nobody may follow does not depend on what that rater has done."""

from collections.abc import Callable

import pytest

from app.bootstrap import Bundle
from app.domain.errors import RefusedError
from app.domain.mail import RefusedMailError
from app.domain.text import Text
from app.services.deliveries import rater_delivery, rater_mails, round_deliveries
from app.services.delivery import deliver_due
from app.services.launch import launch_round
from app.services.ports import Tools
from app.services.progress import round_progress
from app.services.resending import correct_address, send_again
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.people import Person
from app.storage.rounds import Participant, Round, participants_with_persons
from tests.builders import a_launched_round, a_person, a_rater, a_round, rater_tokens, send_in_all
from tests.fakes import FakeMailer, FixedClock

ACTS: dict[str, Callable[[Work, str, str], Text]] = {
    "send again": send_again,
    "correct the address": lambda work, round_id, rater_id: correct_address(
        work, round_id, rater_id, f"{round_id}@example.org"
    ),
}


def tried(tools: Tools, act: Callable[[Work, str, str], Text], round_id: str, rater_id: str) -> str:
    try:
        with open_work(tools, SYSTEM) as work:
            return str(act(work, round_id, rater_id))
    except RefusedError as error:
        return f"refused: {error.message}"


def seen_after_an_idle_mail(
    bundle: Bundle, mailer: FakeMailer, clock: FixedClock, *, is_finished: bool, names: tuple[str, ...]
) -> list[object]:
    """Return all that HR sees of a hidden rater who finished, or not, before the second mail could leave."""
    tools = bundle.tools
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 2, standard_groups=("peer",))
        (first, _), (second, _) = participants_with_persons(work.session, round_.id)
        rater = a_person(work, "Hidden")
        a_rater(work, round_, first, "peer", rater)
        a_rater(work, round_, second, "peer")
        launch_round(work, round_.id)
        round_id, rater_id = round_.id, rater.id
    deliver_due(tools)
    clock.move(minutes=1)
    with open_work(tools, SYSTEM) as work:
        late = work.session.get_one(Person, rater_id)
        other = work.session.get_one(Participant, second.id)
        a_rater(work, work.session.get_one(Round, round_id), other, "peer", late)
        if is_finished:
            send_in_all(work, rater_tokens(work, round_id)[rater_id])
    mailer.sent.clear()
    deliver_due(tools)
    (own,) = [mail for mail in mailer.sent if mail.to_name == "Hidden"]
    assert ("/r/" in own.text) is not is_finished
    seen: list[object] = []
    for name in (*names, ""):
        clock.move(minutes=1)
        with open_reading(tools, SYSTEM) as work:
            delivery = rater_delivery(work, round_id, rater_id)
            assert delivery is not None
            shown = [(mail.kind, str(mail.label)) for mail in rater_mails(work, round_id, delivery)]
            counts = (round_deliveries(work, round_id).troubles, round_progress(work, round_id).mails)
            seen += [
                delivery.state,
                str(delivery.label),
                str(delivery.reason),
                delivery.progress,
                shown,
                counts,
            ]
        if name:
            seen.append(tried(tools, ACTS[name], round_id, rater_id))
            deliver_due(tools)
    return seen


@pytest.mark.parametrize(
    "names",
    [("send again",), ("correct the address",), ("correct the address", "send again")],
    ids=" then ".join,
)
def test_a_mail_without_a_link_looks_like_one_with_a_link(
    mailed_bundle: Bundle, mailer: FakeMailer, clock: FixedClock, names: tuple[str, ...]
) -> None:
    scenes = [
        seen_after_an_idle_mail(mailed_bundle, mailer, clock, is_finished=is_finished, names=names)
        for is_finished in (False, True)
    ]
    assert scenes[0] == scenes[1]


@pytest.mark.parametrize(
    ("code", "said", "reason"),
    [
        (550, "5.1.1 unknown", "There is no such address."),
        (0, "", "The mail could not be written to this address."),
    ],
    ids=["a server that refuses", "no server at all"],
)
def test_only_the_words_of_a_server_are_called_that(
    mailed_bundle: Bundle, mailer: FakeMailer, code: int, said: str, reason: str
) -> None:
    tools = mailed_bundle.tools
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1, managers=0, peers=0, direct_reports=0).id
        rater_id = next(iter(rater_tokens(work, round_id)))
    mailer.failures = [RefusedMailError(code, said or "not a mail address (there is no @)")]
    deliver_due(tools)
    with open_reading(tools, SYSTEM) as work:
        delivery = rater_delivery(work, round_id, rater_id)
    assert delivery is not None
    assert (delivery.said, str(delivery.reason)) == (said, reason)
