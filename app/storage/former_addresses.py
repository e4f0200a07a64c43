"""Addresses under which people could sign in, or would have got a report, before somebody changed them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, exists, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.domain.rounds import RoundState
from app.storage.accounts import SignInLink, SignInSession
from app.storage.base import ID_LENGTH, Base
from app.storage.report_readers import ReportReader
from app.storage.rounds import Participant, Round


class FormerAddress(Base):
    """An address that a person had, and the mail that tells of the change there; one row for each change."""

    __tablename__ = "former_addresses"

    message_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(320))
    changed_at: Mapped[datetime]


def address_changes(session: Session, person_id: str, since: datetime) -> list[datetime]:
    """Return when a person's address was changed from an instant on, the first time first."""
    query = select(FormerAddress.changed_at).where(
        FormerAddress.person_id == person_id, FormerAddress.changed_at >= since
    )
    return list(session.scalars(query.order_by(FormerAddress.changed_at)))


def rounds_with_report_of(session: Session, person_id: str) -> list[str]:
    """Return the rounds in which a report about this person was, or is being, sealed."""
    query = select(Participant.round_id).join(Round, Round.id == Participant.round_id)
    sealed = (RoundState.CLOSING, RoundState.CLOSED, RoundState.RELEASED)
    return list(session.scalars(query.where(Participant.person_id == person_id, Round.state.in_(sealed))))


def gets_reports(session: Session, person_id: str) -> bool:
    """Tell whether this person will get, or has, a report: the own one, or as manager or coach another's."""
    own = exists().where(
        Participant.person_id == person_id,
        Round.id == Participant.round_id,
        Round.state != RoundState.DRAFT,
    )
    as_reader = exists().where(ReportReader.person_id == person_id)
    as_manager = exists().where(Participant.fixed_manager_id == person_id)
    return bool(session.scalar(select(or_(own, as_reader, as_manager))))


def end_sign_ins(session: Session, account_id: str, now: datetime, *, keeps_sessions: bool) -> None:
    """End the sessions and the open one-time links of an account; mails that wait lose their link only."""
    if not keeps_sessions:
        session.execute(delete(SignInSession).where(SignInSession.account_id == account_id))
    links = update(SignInLink).where(SignInLink.account_id == account_id, SignInLink.used_at.is_(None))
    session.execute(links.values(nonce=None, used_at=now))
