"""A dozen mail servers that misbehave: whatever they do, every mail arrives once they have come to reason."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.adapters.mail import SmtpMailer
from app.adapters.mail_url import parse_mail_url
from app.bootstrap import Bundle
from app.services.delivery import deliver_due
from app.services.ports import Tools
from app.services.work import SYSTEM, open_reading
from app.storage.messages import Message
from tests.adapters.smtp_server import Mood, running, self_made_certificate, server_context
from tests.databases import copied
from tests.fakes import FixedClock
from tests.torture.large_rounds import a_large_round
from tests.torture.sink import STAGES, Sink, Temper, sinking

MAILS = 3


@pytest.fixture
def database_url(migrated: Path, tmp_path: Path) -> str:
    """Return the address of an empty SQLite database: mail servers do not care which database it is."""
    return copied(migrated, tmp_path)


def tools_with(bundle: Bundle, url: str) -> Tools:
    """Return tools that send to this server, with some mails in the outbox."""
    tools = replace(bundle.tools, mailer=SmtpMailer(parse_mail_url(url)))
    a_large_round(tools, MAILS, 2)
    return tools


def states(tools: Tools) -> dict[str, int]:
    with open_reading(tools, SYSTEM) as work:
        return dict(Counter(work.session.scalars(select(Message.state))))


def copies(sink: Sink) -> Counter[str]:
    return Counter(arrival.message_id for arrival in sink.arrivals)


def go_on(tools: Tools, clock: FixedClock, turns: int, step: timedelta) -> None:
    """Let the sweep come by again and again."""
    for _ in range(turns):
        deliver_due(tools)
        clock.now += step


@contextmanager
def quickly(seconds: float) -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds


LATER = {stage: {stage: "451 4.3.0 later"} for stage in STAGES}
NEVER = {stage: {stage: "554 5.7.1 not from you"} for stage in ("connect", "ehlo", "mail")}
CUT = {stage: Temper(hangs_up_at=stage) for stage in STAGES if stage != "content"}
BAD_DAYS = {
    **{f"451 at {stage}": Temper(answers=answers) for stage, answers in LATER.items()},
    **{f"554 at {stage}": Temper(answers=answers) for stage, answers in NEVER.items()},
    **{f"421 at {stage}": Temper(answers={stage: "421 4.7.0 slow down"}) for stage in STAGES},
    **{f"cut at {stage}": temper for stage, temper in CUT.items()},
}


@pytest.mark.parametrize("temper", BAD_DAYS.values(), ids=BAD_DAYS.keys())
def test_every_mail_arrives_after_a_bad_hour_of_its_server(
    bundle: Bundle, clock: FixedClock, temper: Temper
) -> None:
    with sinking(temper) as (sink, url):
        tools = tools_with(bundle, url)
        go_on(tools, clock, 10, timedelta(minutes=6))
        assert states(tools) == {"pending": MAILS}
        sink.temper = Temper()
        go_on(tools, clock, 8, timedelta(hours=1))

        assert states(tools) == {"sent": MAILS}
        assert copies(sink).total() == MAILS


@pytest.mark.parametrize("stage", ["content", "after"])
def test_a_server_that_takes_mails_without_a_word_gets_each_twice_at_most(
    bundle: Bundle, clock: FixedClock, stage: str
) -> None:
    with sinking(Temper(hangs_up_at=stage)) as (sink, url):
        tools = tools_with(bundle, url)
        go_on(tools, clock, 20, timedelta(minutes=10))
        sink.temper = Temper()
        go_on(tools, clock, 8, timedelta(hours=1))
        assert states(tools) == {"failed": MAILS}
        assert set(copies(sink).values()) == {2}


def test_copies_after_a_lost_yes_are_recognisably_the_same_mail(bundle: Bundle, clock: FixedClock) -> None:
    with sinking(Temper(hangs_up_at="after")) as (sink, url):
        tools = tools_with(bundle, url)
        deliver_due(tools)
        sink.temper = Temper()
        go_on(tools, clock, 8, timedelta(hours=1))
        looks = {(arrival.message_id, arrival.date, arrival.to) for arrival in sink.arrivals}
        assert len(sink.arrivals) > len(looks) == MAILS


@pytest.mark.parametrize("stage", STAGES)
def test_a_silent_server_frees_the_worker_after_one_mail(
    bundle: Bundle, clock: FixedClock, stage: str
) -> None:
    with sinking(Temper(silent_at=stage)) as (sink, url):
        tools = tools_with(bundle, url.replace("timeout=10", "timeout=0.2"))
        with quickly(15.0):
            assert deliver_due(tools) == 0
        assert sink.connections <= 2
        sink.temper = Temper()
        go_on(tools, clock, 8, timedelta(hours=1))
        assert states(tools) == {"sent": MAILS}


def test_a_server_that_drips_its_answers_does_not_hold_the_worker(bundle: Bundle, clock: FixedClock) -> None:
    with sinking(Temper(seconds_per_byte=0.15)) as (sink, url):
        # Every byte comes in time, the whole answer does not.
        tools = tools_with(bundle, url.replace("timeout=10", "timeout=0.5"))
        with quickly(8.0):
            assert deliver_due(tools) == 0
        sink.temper = Temper()
        go_on(tools, clock, 8, timedelta(hours=1))
        assert states(tools) == {"sent": MAILS}
        assert copies(sink).total() == MAILS


def test_a_server_that_refuses_content_for_good_fails_that_mail_with_its_reason(bundle: Bundle) -> None:
    with sinking(Temper(answers={"content": "554 5.7.1 looks like spam"})) as (_, url):
        tools = tools_with(bundle, url)
        deliver_due(tools)
        assert states(tools) == {"failed": MAILS}
        with open_reading(tools, SYSTEM) as work:
            assert set(work.session.scalars(select(Message.last_error))) == {"5.7.1 looks like spam"}


def test_a_server_that_takes_three_connections_gets_no_fourth_from_one_batch(bundle: Bundle) -> None:
    with sinking(Temper(most_connections=3)) as (sink, url):
        tools = tools_with(bundle, url)
        assert deliver_due(tools) == MAILS
        assert sink.most_at_once == 1


def test_a_server_with_one_mail_per_connection_gets_each_mail_once(bundle: Bundle, clock: FixedClock) -> None:
    with sinking(Temper(mails_per_connection=1)) as (sink, url):
        tools = tools_with(bundle, url)
        go_on(tools, clock, 4, timedelta(hours=1))
        assert states(tools) == {"sent": MAILS}
        assert copies(sink).total() == MAILS


def test_a_bad_certificate_holds_the_mails_until_it_is_mended(
    bundle: Bundle, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_made_certificate(tmp_path)
    mood = Mood()
    with running(mood, server_context(certificate), is_tls_from_start=True) as port:
        tools = tools_with(bundle, f"smtps://localhost:{port}?timeout=10")
        go_on(tools, clock, 10, timedelta(minutes=10))
        assert (states(tools), mood.taken) == ({"pending": MAILS}, [])
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        go_on(tools, clock, 3, timedelta(hours=1))
    assert states(tools) == {"sent": MAILS}
    assert len(mood.taken) == MAILS


def test_an_hour_without_any_mail_server_fails_nothing(bundle: Bundle, clock: FixedClock) -> None:
    with sinking() as (_, url):
        pass
    tools = tools_with(bundle, url)
    go_on(tools, clock, 60, timedelta(minutes=1))
    assert states(tools) == {"pending": MAILS}
    with sinking() as (sink, url):
        tools = replace(tools, mailer=SmtpMailer(parse_mail_url(url)))
        go_on(tools, clock, 8, timedelta(hours=1))
        assert states(tools) == {"sent": MAILS}
        assert copies(sink).total() == MAILS
