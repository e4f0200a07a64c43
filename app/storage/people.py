"""Persons the organisation knows."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, String, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.domain.time_zones import LONGEST_NAME
from app.storage.base import ID_LENGTH, Base


class Person(Base):
    """A known individual; `email` may be missing, `manager_id` is the reporting line."""

    __tablename__ = "persons"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    email: Mapped[str | None] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    language: Mapped[str] = mapped_column(String(5))
    department: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[str] = mapped_column(String(200), default="")
    time_zone: Mapped[str] = mapped_column(String(LONGEST_NAME), default="", server_default="")
    """A name of the IANA database; empty where the organisation is."""
    manager_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]


def all_persons(session: Session) -> list[Person]:
    """Return everybody, by name."""
    return list(session.scalars(select(Person).order_by(Person.name, Person.id)))


def persons_by_id(session: Session, ids: Iterable[str]) -> dict[str, Person]:
    """Return the persons with these ids."""
    wanted = set(ids)
    if not wanted:
        return {}
    return {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(wanted)))}


def person_by_email(session: Session, email: str) -> Person | None:
    """Return the person with this normalised address."""
    return session.scalar(select(Person).where(Person.email == email))


def search_persons(session: Session, words: str, limit: int = 20) -> list[Person]:
    """Return persons whose name or address contains the words."""
    pattern = f"%{words.strip().lower()}%"
    matches = Person.name.ilike(pattern) | Person.email.ilike(pattern)
    return list(session.scalars(select(Person).where(matches).order_by(Person.name).limit(limit)))


def persons_named(session: Session, name: str) -> list[Person]:
    """Return the persons with exactly this name."""
    return list(session.scalars(select(Person).where(Person.name == name).order_by(Person.id)))


def persons_page(session: Session, words: str, offset: int, limit: int) -> tuple[list[Person], int]:
    """Return a stretch of those with the words in name, address, department or role, and the full count."""
    query = select(Person)
    if words.strip():
        fields = (Person.name, Person.email, Person.department, Person.role)
        query = query.where(or_(*(field.icontains(words.strip(), autoescape=True) for field in fields)))
    count = session.scalar(select(func.count()).select_from(query.subquery()))
    page = query.order_by(Person.name, Person.id).offset(offset).limit(limit)
    return list(session.scalars(page)), count or 0


def direct_reports_of_all(session: Session, person_ids: Iterable[str]) -> dict[str, list[Person]]:
    """Return the persons who report to each of these, by name; those without any are left out."""
    query = select(Person).where(Person.manager_id.in_(set(person_ids))).order_by(Person.name, Person.id)
    found: dict[str, list[Person]] = {}
    for person in session.scalars(query):
        found.setdefault(person.manager_id or "", []).append(person)
    return found


def direct_reports_of(session: Session, person_id: str) -> list[Person]:
    """Return the persons who report to this person, by name."""
    query = select(Person).where(Person.manager_id == person_id).order_by(Person.name, Person.id)
    return list(session.scalars(query))
