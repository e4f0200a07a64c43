"""A mail to send in tests."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

from app.domain.mail import OutgoingMail

_MAIL = OutgoingMail(
    to_address="anna@example.org",
    to_name="Anna Jansen",
    from_address="rondom@example.org",
    from_name="Rondom",
    reply_to=None,
    subject="Wie kijkt er met je mee?",
    text="Beste Anna,\n\nhttps://rondom.example.org/r/abc_DEF-123\n",
    html='<p>Beste Anna,</p><p><a href="https://rondom.example.org/r/abc_DEF-123">Begin</a></p>',
    message_id="<0123456789abcdef@rondom.example.org>",
    dated_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
)


def a_mail(**changes: object) -> OutgoingMail:
    """Return a mail that is in order but for these changes."""
    return replace(_MAIL, **cast("dict[str, Any]", changes))
