"""Reading people from a table somebody brought along, or from a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.addresses import normalised_email
from app.domain.errors import InvalidError
from app.domain.tables import Table
from app.domain.text import Text, text
from app.domain.time_zones import known_zone

EMAIL = "email"
NAME = "name"
LANGUAGE = "language"
MANAGER = "manager_email"
DEPARTMENT = "department"
ROLE = "role"
TIME_ZONE = "time_zone"

COLUMNS = (EMAIL, NAME, LANGUAGE, MANAGER, DEPARTMENT, ROLE, TIME_ZONE)
NEEDED_COLUMNS = (EMAIL, NAME)
MOST_CHARACTERS = 200

_LANGUAGE_NAMES = {
    "nederlands": "nl",
    "dutch": "nl",
    "néerlandais": "nl",
    "english": "en",
    "engels": "en",
    "anglais": "en",
    "français": "fr",
    "french": "fr",
    "frans": "fr",
}


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong in one column of a row."""

    column: str
    reason: Text


@dataclass(frozen=True)
class PersonRow:
    """What a row says about a person.

    None stands for a column that is not there: what is known already stays. An empty text empties the field,
    but an empty language says nothing. An empty `email` is a person without address, an empty `time_zone`
    somebody who is where the organisation is.
    """

    number: int
    name: str
    email: str
    language: str | None = None
    manager_email: str | None = None
    department: str | None = None
    role: str | None = None
    time_zone: str | None = None
    problems: tuple[FieldProblem, ...] = ()


@dataclass(frozen=True)
class PeopleFile:
    """All rows of a table, those with problems included, and what was not used."""

    rows: tuple[PersonRow, ...]
    notices: tuple[Text, ...]


def read_people(table: Table, languages: Sequence[str]) -> PeopleFile:
    """Read every row; raises InvalidError when the columns for address and name are not there.

    `languages` are the codes this installation speaks.
    """
    missing = [column for column in NEEDED_COLUMNS if column not in table.columns]
    if missing:
        raise InvalidError(
            text(
                "The file needs a column “%(column)s”. Its columns are: %(columns)s.",
                column=missing[0],
                columns=", ".join(table.columns),
            )
        )
    notices = tuple(
        text("The column “%(column)s” is not used.", column=column)
        for column in table.columns
        if column not in COLUMNS
    )
    rows = tuple(
        read_person({column: row.values.get(column, "") for column in table.columns}, languages, row.number)
        for row in table.rows
    )
    return PeopleFile(rows, notices)


def read_person(values: Mapping[str, str], languages: Sequence[str], number: int = 0) -> PersonRow:
    """Read one person; what is wrong stands in `problems`, at most once for each column."""
    problems: list[FieldProblem] = []
    email = _address(values, EMAIL, problems)
    name = _line_of_text(values, NAME, problems)
    if not name:
        problems.append(FieldProblem(NAME, text("The name is missing.")))
    language = _language(values, languages, problems)
    manager = _address(values, MANAGER, problems)
    if manager and manager == email:
        problems.append(FieldProblem(MANAGER, text("Nobody can be his or her own manager.")))
    return PersonRow(
        number=number,
        name=name,
        email=email,
        language=language,
        manager_email=manager if MANAGER in values else None,
        department=_line_of_text(values, DEPARTMENT, problems) if DEPARTMENT in values else None,
        role=_line_of_text(values, ROLE, problems) if ROLE in values else None,
        time_zone=_time_zone(values, problems) if TIME_ZONE in values else None,
        problems=tuple(problems),
    )


def known_language(typed: str, languages: Sequence[str]) -> str | None:
    """Return the code for "nl", "nl-BE" or "Nederlands"; None when this installation does not speak it."""
    words = typed.strip().lower()
    code = _LANGUAGE_NAMES.get(words) or words.replace("_", "-").split("-")[0]
    return code if code in languages else None


def row_problem(number: int, problem: FieldProblem) -> Text:
    """Return a problem of a file's row with line, column and reason."""
    return text(
        "Line %(line)s, %(column)s: %(reason)s",
        line=number,
        column=problem.column,
        reason=problem.reason,
    )


def _address(values: Mapping[str, str], column: str, problems: list[FieldProblem]) -> str:
    if not values.get(column, "").strip():
        return ""
    try:
        return normalised_email(values[column])
    except InvalidError as error:
        problems.append(FieldProblem(column, error.message))
        return ""


def _line_of_text(values: Mapping[str, str], column: str, problems: list[FieldProblem]) -> str:
    words = " ".join(values.get(column, "").split())
    if not words.isprintable():
        problems.append(FieldProblem(column, text("There is a character in it that cannot be shown.")))
    elif len(words) > MOST_CHARACTERS:
        problems.append(FieldProblem(column, text("At most %(most)s characters fit.", most=MOST_CHARACTERS)))
    return words


def _language(
    values: Mapping[str, str], languages: Sequence[str], problems: list[FieldProblem]
) -> str | None:
    typed = values.get(LANGUAGE, "").strip()
    if not typed:
        return None
    found = known_language(typed, languages)
    if found is None:
        reason = text(
            "“%(language)s” is not one of %(languages)s.",
            language=typed[:40],
            languages=", ".join(languages),
        )
        problems.append(FieldProblem(LANGUAGE, reason))
    return found


def _time_zone(values: Mapping[str, str], problems: list[FieldProblem]) -> str:
    typed = values[TIME_ZONE].strip()
    found = known_zone(typed) if typed else ""
    if found is None:
        reason = text(
            "There is no time zone “%(zone)s”. Write it like Europe/Brussels or America/New_York, or leave it"
            " empty.",
            zone=typed[:40],
        )
        problems.append(FieldProblem(TIME_ZONE, reason))
    return found or ""
