"""A mail server that hangs, in real time and with the timeout that installations have."""

import time
from dataclasses import replace

from app.adapters.mail import SmtpMailer
from app.adapters.mail_url import parse_mail_url
from app.services.delivery import deliver_due
from app.services.ports import Tools
from tests.torture.large_rounds import a_large_round
from tests.torture.promises import Promise, at_most
from tests.torture.sink import Temper, sinking

LONGEST = 30


def hanging(tools: Tools) -> list[Promise]:
    """Deliver to servers that fall silent, or that drip, and take the time; the database has to be empty."""
    a_large_round(tools, 30, 3)
    found = []
    for name, temper in (
        ("falls silent at once", Temper(silent_at="connect")),
        ("falls silent with the content in its hands", Temper(silent_at="content")),
        ("drips a byte every ten seconds", Temper(seconds_per_byte=10)),
    ):
        with sinking(temper) as (_, url):
            # Without a timeout in the address the usual one counts.
            server = parse_mail_url(url.replace("timeout=10&", ""))
            own = replace(tools, mailer=SmtpMailer(server))
            started = time.monotonic()
            deliver_due(own)
            held = round(time.monotonic() - started, 1)
        found.append(at_most(f"seconds a server that {name} holds a worker", held, LONGEST))
    return found
