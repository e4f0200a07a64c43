"""What HR sees of raters whom nobody may follow is the same before and after they have finished."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.bootstrap import Bundle
from app.domain.errors import RefusedError
from app.domain.mail import Delivered, OutgoingMail, RefusedMailError
from app.services.deliveries import rater_delivery, rater_mails, round_deliveries
from app.services.delivery import deliver_due
from app.services.launch import launch_round
from app.services.progress import round_progress
from app.services.resending import correct_address, send_again
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.people import Person
from app.storage.rounds import Participant, Round, participants_with_persons
from tests.builders import a_person, a_rater, a_round, rater_tokens, send_in_all
from tests.fakes import FakeMailer, FixedClock


def seen_after_one_more_duty(bundle: Bundle, clock: FixedClock, *, is_finished: bool) -> list[object]:
    """Return the mails HR sees of a hidden rater who is asked to rate one more, having finished or not."""
    tools = bundle.tools
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 2, standard_groups=("peer",))
        (first, _), (second, _) = participants_with_persons(work.session, round_.id)
        rater = a_person(work, "Hidden")
        a_rater(work, round_, first, "peer", rater)
        a_rater(work, round_, second, "peer")
        launch_round(work, round_.id)
    deliver_due(tools)
    clock.move(minutes=1)
    with open_work(tools, SYSTEM) as work:
        if is_finished:
            send_in_all(work, rater_tokens(work, round_.id)[rater.id])
    with open_work(tools, SYSTEM) as work:
        late = work.session.get_one(Person, rater.id)
        to_rate = work.session.get_one(Participant, second.id)
        a_rater(work, work.session.get_one(Round, round_.id), to_rate, "peer", late)
    deliver_due(tools)
    with open_reading(tools, SYSTEM) as work:
        delivery = rater_delivery(work, round_.id, rater.id)
        assert delivery is not None
        return [(mail.kind, str(mail.label)) for mail in rater_mails(work, round_.id, delivery)]


def test_the_mail_about_one_more_colleague_does_not_tell_who_had_finished(
    mailed_bundle: Bundle, mailer: FakeMailer, clock: FixedClock
) -> None:
    before = seen_after_one_more_duty(mailed_bundle, clock, is_finished=False)
    after = seen_after_one_more_duty(mailed_bundle, clock, is_finished=True)
    assert sum(mail.to_name == "Hidden" for mail in mailer.sent) == 4
    assert before == after


NOWHERE = "nowhere@example.org"


@dataclass
class PickyMailer(FakeMailer):
    """Refuses one address, as its server would."""

    def send(self, mail: OutgoingMail, before_end: Callable[[], None] | None = None) -> Delivered:
        if mail.to_address == NOWHERE:
            raise RefusedMailError(550, "5.1.1 no such user")
        return super().send(mail, before_end)


def seen_after_a_wrong_address(bundle: Bundle, clock: FixedClock, *, is_finished: bool) -> list[object]:
    """Return what HR sees of a hidden rater, finished or not, who gets an address that takes no mail."""
    tools = bundle.tools
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 1, standard_groups=("peer",))
        rater = a_person(work, "Hidden", "hidden@example.org")
        a_rater(work, round_, participants_with_persons(work.session, round_.id)[0][0], "peer", rater)
        launch_round(work, round_.id)
    deliver_due(tools)
    clock.move(minutes=1)
    with open_work(tools, SYSTEM) as work:
        if is_finished:
            send_in_all(work, rater_tokens(work, round_.id)[rater.id])
    seen: list[object] = []
    for act in (lambda work: correct_address(work, round_.id, rater.id, NOWHERE), None):
        try:
            with open_work(tools, SYSTEM) as work:
                seen.append(str(act(work) if act else send_again(work, round_.id, rater.id)))
        except RefusedError as error:
            seen.append(str(error.message))
        deliver_due(tools)
        clock.move(minutes=1)
        with open_reading(tools, SYSTEM) as work:
            delivery = rater_delivery(work, round_.id, rater.id)
            assert delivery is not None
            seen += [delivery.state, str(delivery.reason), delivery.said]
            seen += [(mail.kind, str(mail.label)) for mail in rater_mails(work, round_.id, delivery)]
            seen += [round_deliveries(work, round_.id).troubles, round_progress(work, round_.id).mails]
    with open_work(tools, SYSTEM) as work:
        correct_address(work, round_.id, rater.id, f"{round_.id}@example.org")
    deliver_due(tools)
    return seen


def ways_in(mailer: FakeMailer) -> list[bool]:
    """Return of each mail that reached the hidden rater whether it held a link."""
    return ["/r/" in mail.text for mail in mailer.sent if mail.to_name == "Hidden"]


def test_an_address_that_takes_no_mail_does_not_tell_who_has_finished(
    bundle: Bundle, clock: FixedClock
) -> None:
    mailer = PickyMailer()
    picky = replace(bundle, tools=replace(bundle.tools, mailer=mailer))
    before = seen_after_a_wrong_address(picky, clock, is_finished=False)
    # The rater who still has something open got the new link in the end, the other one only a mail.
    assert ways_in(mailer) == [True, True]
    mailer.sent.clear()
    after = seen_after_a_wrong_address(picky, clock, is_finished=True)
    assert ways_in(mailer) == [True, False]
    assert before == after
