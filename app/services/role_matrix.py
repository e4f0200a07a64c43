"""Role profiles as a spreadsheet matrix: look first, then take it over whole; and write it out again."""

from dataclasses import dataclass

from app.domain.role_matrix import Lines, matrix_rows, read_matrix
from app.domain.role_profiles import RoleTargets, role_key
from app.domain.text import Text, text
from app.services.frameworks import all_languages, find_framework
from app.services.role_profiles import add_profile, write_profile
from app.services.work import Work
from app.storage.role_profiles import RoleProfile, profiles_of_framework


@dataclass(frozen=True)
class TargetChange:
    """A target that would change; None stands for no target."""

    competency_id: str
    old: int | None
    new: int | None


@dataclass(frozen=True)
class PlannedProfile:
    """What would become of one role."""

    role: RoleTargets
    changes: tuple[TargetChange, ...]
    known_id: str | None


@dataclass(frozen=True)
class MatrixImport:
    """What a matrix would change, or has changed when `is_applied`."""

    new: tuple[PlannedProfile, ...]
    changed: tuple[PlannedProfile, ...]
    unchanged: int
    problems: tuple[Text, ...]
    is_applied: bool


def import_matrix(work: Work, framework_id: str, lines: Lines, *, is_dry_run: bool) -> MatrixImport:
    """Add and change profiles by a matrix; nothing is written on a dry run or while anything is wrong.

    A blank cell takes a target away; roles and competencies that are not in the file stay as they are.
    Raises NotFoundError for an unknown framework, InvalidError for a file that is no matrix.
    """
    matrix = read_matrix(lines, all_languages(work, framework_id))
    known = {profile.name_key: profile for profile in profiles_of_framework(work.session, framework_id)}
    problems = [problem.as_text() for problem in matrix.problems]
    new: list[PlannedProfile] = []
    changed: list[PlannedProfile] = []
    unchanged = 0
    for role in matrix.roles:
        profile = known.get(role_key(role.name))
        planned = _planned(role, matrix.competency_ids, profile)
        if profile is not None and not planned.changes and profile.name == role.name:
            unchanged += 1
        elif not planned.role.targets:
            # While a level cannot be read, nobody knows whether it is the only one.
            if not matrix.problems:
                problems.append(text("The function “%(name)s” would have no target level.", name=role.name))
        else:
            (new if profile is None else changed).append(planned)
    is_applied = not is_dry_run and not problems
    if is_applied:
        _write(work, framework_id, (*new, *changed))
        work.audit("role_profiles_imported", framework=framework_id, new=len(new), changed=len(changed))
    return MatrixImport(tuple(new), tuple(changed), unchanged, tuple(problems), is_applied)


def export_matrix(
    work: Work, framework_id: str, language: str
) -> tuple[tuple[str, ...], list[list[str | int]]]:
    """Return column names and a row per role, as `import_matrix` reads them; raises NotFoundError."""
    framework = find_framework(work, framework_id, language)
    profiles = profiles_of_framework(work.session, framework_id)
    roles = [RoleTargets(profile.name, profile.targets) for profile in profiles]
    headings, rows = matrix_rows(roles, framework, all_languages(work, framework_id))
    return ("role", *headings), rows


def _planned(
    role: RoleTargets, competency_ids: tuple[str, ...], profile: RoleProfile | None
) -> PlannedProfile:
    before = dict(profile.targets) if profile is not None else {}
    after = {id_: level for id_, level in before.items() if id_ not in competency_ids} | dict(role.targets)
    changes = tuple(
        TargetChange(id_, before.get(id_), after.get(id_))
        for id_ in competency_ids
        if before.get(id_) != after.get(id_)
    )
    return PlannedProfile(RoleTargets(role.name, after), changes, profile.id if profile is not None else None)


def _write(work: Work, framework_id: str, planned: tuple[PlannedProfile, ...]) -> None:
    for each in planned:
        if each.known_id is None:
            add_profile(work, framework_id, each.role)
        else:
            write_profile(work, work.session.get_one(RoleProfile, each.known_id), each.role)
    work.session.flush()
