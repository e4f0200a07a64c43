"""Role profiles: what they are called, what they may hold, and which one belongs to a role."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.text import Text, text
from framework.model import LEVELS

MOST_CHARACTERS = 200


@dataclass(frozen=True)
class RoleTargets:
    """A role and its target level by competency id."""

    name: str
    targets: Mapping[str, int]


def role_name(typed: str) -> str:
    """Return a role's name on one line, its letters composed."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


def role_key(role: str) -> str:
    """Return what roles are compared by: without regard to case and spaces."""
    return role_name(role).casefold()


def name_problem(name: str) -> Text | None:
    """Return what is wrong with the name of a profile, None when nothing is."""
    if not name:
        return text("Give the function a name.")
    if len(name) > MOST_CHARACTERS:
        return text("The name of a function has at most %(most)s characters.", most=MOST_CHARACTERS)
    if not name.isprintable():
        return text("There is a character in the name that cannot be shown.")
    return None


def read_level(typed: str) -> int | None:
    """Return the level that was typed, None for a blank; raises ValueError for anything else."""
    if not typed.strip():
        return None
    level = int(typed) if typed.strip() in {str(level) for level in LEVELS} else 0
    if level not in LEVELS:
        raise ValueError(typed)
    return level


def targets_for(role: str, profiles: Iterable[RoleTargets]) -> Mapping[str, int] | None:
    """Return the targets of the profile a person's role names; None without a role or a profile for it."""
    key = role_key(role)
    if not key:
        return None
    return next((profile.targets for profile in profiles if role_key(profile.name) == key), None)
