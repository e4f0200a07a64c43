"""One mail from a template: whom it is for, who it comes from and where answers and bounces go."""

from dataclasses import dataclass

from app.domain.addresses import normalised_email
from app.domain.bounces import envelope_sender
from app.domain.errors import InvalidError
from app.domain.mail import ROUND_HEADER, OutgoingMail
from app.services.work import Work
from app.storage.accounts import Account
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.rounds import Round


@dataclass(frozen=True)
class MailReader:
    """Whom a mail is for."""

    address: str
    name: str
    language: str


def reader_of(reader: Person | Account) -> MailReader:
    """Return a person, or whoever signs in, as the reader of a mail."""
    return MailReader(reader.email or "", reader.name, reader.language)


def letter(
    work: Work,
    message: Message | None,
    round_: Round | None,
    *,
    template: str,
    reader: MailReader,
    values: dict[str, object],
    is_test: bool = False,
) -> OutgoingMail:
    """Return a mail; without a `message` it is one to look at, without a `round_` the installation writes."""
    rendered = work.tools.renderer.render(template, reader.language, {**values, "is_test": is_test})
    return OutgoingMail(
        to_address=reader.address,
        to_name=reader.name,
        from_address=work.site.mail_from,
        from_name=(round_.sender_name if round_ is not None else "") or "Rondom",
        reply_to=_answers_to(round_),
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        message_id=message.message_id if message is not None else "<preview@localhost>",
        dated_at=message.dated_at if message is not None else work.now,
        envelope_from=_comes_back_to(work, message),
        headers={ROUND_HEADER: round_.id} if round_ is not None else {},
        logo=round_.logo if round_ is not None else None,
    )


def _comes_back_to(work: Work, message: Message | None) -> str | None:
    if message is None or message.bounce_token is None or work.site.bounce_address is None:
        return None
    return envelope_sender(work.site.bounce_address, message.bounce_token)


def _answers_to(round_: Round | None) -> str | None:
    """Return the contact where it is a mail address and nothing else."""
    try:
        return normalised_email(round_.contact) if round_ is not None else None
    except InvalidError:
        return None
