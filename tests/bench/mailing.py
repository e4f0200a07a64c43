"""Mails from the outbox to a server on this machine, beside one plain connection that only sends."""

import smtplib
import time
from urllib.parse import urlsplit

from app.adapters.mime import mail_bytes
from app.domain.mail import OutgoingMail
from app.services.compose import compose
from app.services.ports import JobName
from app.services.work import SYSTEM, open_reading
from app.storage.messages import messages_of_round
from tests.bench.figures import Figure, rate
from tests.bench.installations import Fresh, fresh, kinds
from tests.end_to_end.installation import wait_until
from tests.torture.fleet import fleet
from tests.torture.large_rounds import a_large_round
from tests.torture.sink import SinkProcess, sink_process
from tests.torture.stacks import own_broker

TITLE = "Mails"
PROMISED = 150.0
WARM = 60
"""Mails that leave before the clock starts, while workers are still starting."""


def figures(*, is_full: bool) -> list[Figure]:
    """Return mails per second of one worker with two processes."""
    mails = 5_000 if is_full else 1_200
    found = []
    for kind in kinds():
        with (
            own_broker() as broker,
            fresh(kind, {"RONDOM_BROKER_URL": broker.url}) as made,
            sink_process(made.folder) as sink,
        ):
            tools = made.bundle.tools
            round_id = a_large_round(tools, mails, 3)
            with open_reading(tools, SYSTEM) as work:
                rows = messages_of_round(work.session, round_id)[:300]
                composed = [mail for mail in (compose(work, each) for each in rows) if mail is not None]
            same, prebuilt = _plain(sink, composed), _prebuilt(sink, composed)
            ours = _ours(made, sink, len(sink.arrivals()), mails)
        found += [
            rate(f"mails of a launch, {kind}", ours, "/s", PROMISED, f"{PROMISED:g}/s", 1.0),
            rate("  one plain connection, built one by one", same, "/s", ours, "ours"),
            rate("  one plain connection, prebuilt", prebuilt, "/s", ours, "ours"),
        ]
    return found


def _ours(made: Fresh, sink: SinkProcess, before: int, mails: int) -> float:
    environment = made.environment | {"RONDOM_MAIL_URL": sink.url}

    def has_arrived(count: int) -> bool:
        # Counting lines costs less than reading every mail.
        return sink.log.read_bytes().count(b"\n") - before >= count

    with fleet(environment, made.folder, size=1) as crew:
        # Two bells for two processes; later ones ring for themselves.
        for _ in range(2):
            made.bundle.tools.queue.publish(JobName.DELIVER)
        wait_until(lambda: has_arrived(WARM), 60, lambda: crew.log[-2000:])
        started, first = time.perf_counter(), sink.log.read_bytes().count(b"\n") - before
        wait_until(lambda: has_arrived(mails), 300, lambda: crew.log[-2000:])
        return (mails - first) / (time.perf_counter() - started)


def _plain(sink: SinkProcess, mails: list[OutgoingMail]) -> float:
    """Build each mail and send it, over one connection of the standard library."""
    started = time.perf_counter()
    with _connected(sink) as server:
        for mail in mails:
            server.sendmail(mail.from_address, [mail.to_address], mail_bytes(mail))
    return len(mails) / (time.perf_counter() - started)


def _prebuilt(sink: SinkProcess, mails: list[OutgoingMail]) -> float:
    built = [(mail, mail_bytes(mail)) for mail in mails]
    started = time.perf_counter()
    with _connected(sink) as server:
        for mail, content in built:
            server.sendmail(mail.from_address, [mail.to_address], content)
    return len(built) / (time.perf_counter() - started)


def _connected(sink: SinkProcess) -> smtplib.SMTP:
    address = urlsplit(sink.url)
    return smtplib.SMTP(address.hostname or "", address.port or 0, timeout=10)
