"""Role profiles: the target level per competency of a framework for a function."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.storage.base import ID_LENGTH, Base


class RoleProfile(Base):
    """What a function asks for; `targets` maps a competency id to a level from 1 to 4.

    `name_key` is the name as it is compared. The framework may be a bundled one, which no table holds.
    """

    __tablename__ = "role_profiles"
    __table_args__ = (UniqueConstraint("framework_id", "name_key"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    framework_id: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(200))
    # Comparing can write a letter as up to three.
    name_key: Mapped[str] = mapped_column(String(600))
    targets: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


def profiles_of_framework(session: Session, framework_id: str) -> list[RoleProfile]:
    """Return the profiles of a framework, by name."""
    query = select(RoleProfile).where(RoleProfile.framework_id == framework_id)
    return list(session.scalars(query.order_by(RoleProfile.name_key, RoleProfile.id)))


def profile_with_key(session: Session, framework_id: str, name_key: str) -> RoleProfile | None:
    """Return the profile whose name compares like this."""
    query = select(RoleProfile).where(
        RoleProfile.framework_id == framework_id, RoleProfile.name_key == name_key
    )
    return session.scalar(query)
