"""Role profiles of a framework: keep them, freeze their targets at a launch, choose competencies by them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.errors import InvalidError, NotFoundError
from app.domain.role_profiles import (
    RoleTargets,
    name_problem,
    read_level,
    role_key,
    role_name,
    targets_for,
)
from app.domain.text import Text, text
from app.services.frameworks import find_framework, offered_framework
from app.services.work import Work
from app.storage.people import all_persons
from app.storage.role_profiles import RoleProfile, profile_with_key, profiles_of_framework
from app.storage.rounds import Round, participants_with_persons

NAME = "name"


@dataclass(frozen=True)
class ListedProfile:
    """A profile with the number of people whose role names it."""

    profile: RoleProfile
    people: int


@dataclass(frozen=True)
class ProfileList:
    """The profiles of a framework, and the roles of people that have none, with their number of people."""

    profiles: tuple[ListedProfile, ...]
    roles_without: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class TargetCoverage:
    """How many participants of a round a profile is there for, and the roles of those without one."""

    participants: int
    with_profile: int
    roles_without: tuple[str, ...]


class ProfileInvalidError(InvalidError):
    """What was typed about a profile is not right; `fields` says what, by competency id or NAME."""

    def __init__(self, fields: Mapping[str, Text]) -> None:
        super().__init__(text("Something about this profile is not right."), tuple(fields.values()))
        self.fields = dict(fields)


def list_profiles(work: Work, framework_id: str) -> ProfileList:
    """Return the profiles of a framework by name; raises NotFoundError for an unknown framework."""
    find_framework(work, framework_id, work.site.languages[0])
    profiles = profiles_of_framework(work.session, framework_id)
    roles = [role_name(person.role) for person in all_persons(work.session) if person.role.strip()]
    people = Counter(role_key(role) for role in roles)
    spelled = {role_key(role): role for role in roles}
    taken = {profile.name_key for profile in profiles}
    return ProfileList(
        tuple(ListedProfile(profile, people[profile.name_key]) for profile in profiles),
        tuple((spelled[key], people[key]) for key in sorted(people) if key not in taken),
    )


def find_profile(work: Work, framework_id: str, profile_id: str) -> RoleProfile:
    """Return a profile of this framework; raises NotFoundError."""
    # PostgreSQL does not look for a text with a NUL in it, it fails.
    found = work.session.get(RoleProfile, profile_id) if profile_id.isalnum() else None
    if found is None or found.framework_id != framework_id:
        raise NotFoundError(text("There is no such role profile."))
    return found


def save_profile(
    work: Work, framework_id: str, name: str, targets: Mapping[str, str], profile_id: str | None = None
) -> RoleProfile:
    """Add a profile, or change the one with this id; `targets` is what was typed by competency id.

    Raises NotFoundError and ProfileInvalidError. A launched round keeps the targets it has.
    """
    framework = find_framework(work, framework_id, work.site.languages[0])
    profile = find_profile(work, framework_id, profile_id) if profile_id is not None else None
    name = role_name(name)
    wrong: dict[str, Text] = {}
    problem = name_problem(name)
    namesake = profile_with_key(work.session, framework_id, role_key(name)) if problem is None else None
    if namesake is not None and namesake is not profile:
        problem = text("There is a profile for “%(name)s” already.", name=namesake.name)
    if problem is not None:
        wrong[NAME] = problem
    levels: dict[str, int] = {}
    for competency in framework.competencies:
        try:
            level = read_level(targets.get(competency.id, ""))
        except ValueError:
            wrong[competency.id] = text("%(name)s: choose a level from 1 to 4.", name=competency.name)
            continue
        if level is not None:
            levels[competency.id] = level
    if not levels and not wrong:
        wrong[framework.competencies[0].id] = text("Choose at least one target level.")
    if wrong:
        raise ProfileInvalidError(wrong)
    if profile is None:
        profile = add_profile(work, framework_id, RoleTargets(name, levels))
    else:
        write_profile(work, profile, RoleTargets(name, levels))
    work.session.flush()
    work.audit("role_profile_saved", framework=framework_id, profile=profile.id, name=name)
    return profile


def delete_profile(work: Work, framework_id: str, profile_id: str) -> str:
    """Delete a profile and return its name; raises NotFoundError. Launched rounds keep their targets."""
    profile = find_profile(work, framework_id, profile_id)
    work.audit("role_profile_deleted", framework=framework_id, profile=profile.id, name=profile.name)
    work.session.delete(profile)
    return profile.name


def freeze_targets(work: Work, round_: Round) -> None:
    """Give every participant the targets of the own role, for what the round asks about, as they are now.

    A round that asks by indicator places nobody on a level, so it gets none.
    """
    if round_.questions != "level":
        return
    profiles = _targets_of_framework(work, round_.framework_id)
    for participant, person in participants_with_persons(work.session, round_.id):
        targets = targets_for(person.role, profiles) or {}
        asked = {
            competency: targets[competency] for competency in round_.competencies if competency in targets
        }
        participant.target_levels = asked or None


def target_coverage(work: Work, round_: Round) -> TargetCoverage:
    """Return for how many participants of a draft a profile is there."""
    profiles = _targets_of_framework(work, round_.framework_id)
    persons = [person for _, person in participants_with_persons(work.session, round_.id)]
    without = [person for person in persons if targets_for(person.role, profiles) is None]
    roles = {role_key(person.role): role_name(person.role) for person in without}
    return TargetCoverage(
        len(persons), len(persons) - len(without), tuple(roles[key] for key in sorted(roles) if key)
    )


def competencies_of_profile(work: Work, framework_id: str, profile_id: str) -> tuple[str, ...]:
    """Return what a profile has targets for, as far as it is offered, in the order of the framework.

    Raises NotFoundError, and InvalidError when nothing of it is offered.
    """
    profile = find_profile(work, framework_id, profile_id)
    framework = offered_framework(work, framework_id, work.site.languages[0])
    found = tuple(each.id for each in framework.competencies if each.id in profile.targets)
    if not found:
        raise InvalidError(
            text("No competency of the profile “%(name)s” can be asked about now.", name=profile.name)
        )
    return found


def add_profile(work: Work, framework_id: str, role: RoleTargets) -> RoleProfile:
    """Add a checked profile."""
    profile = RoleProfile(id=work.new_id(), framework_id=framework_id)
    write_profile(work, profile, role)
    work.session.add(profile)
    return profile


def write_profile(work: Work, profile: RoleProfile, role: RoleTargets) -> None:
    """Write a checked name and targets into a profile."""
    profile.name, profile.name_key = role.name, role_key(role.name)
    profile.targets = dict(role.targets)
    profile.changed_at = work.now


def _targets_of_framework(work: Work, framework_id: str) -> tuple[RoleTargets, ...]:
    profiles = profiles_of_framework(work.session, framework_id)
    return tuple(RoleTargets(profile.name, profile.targets) for profile in profiles)
