"""A made-up organisation of 60 people, and who rates whom in a round of 40 participants."""

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass

PARTICIPANTS = 40
PATTERNS = (
    {"peer": 4, "direct_report": 4},
    {"peer": 5, "direct_report": 4, "other": 1},
    {"peer": 3, "direct_report": 1},
    {"peer": 3},
    {"peer": 5, "direct_report": 1},
    {"peer": 4, "direct_report": 2, "client": 2},
    {"peer": 3, "direct_report": 3},
    {"peer": 4, "other": 1},
    {"peer": 5, "other": 1},
    {"peer": 3, "client": 1},
)
"""Numbers of anonymous raters, six on average; with self and manager eight, and many groups under k."""

OWN_GROUP = ("client", "Clients & co")


@dataclass(frozen=True)
class Someone:
    """A person of the organisation."""

    email: str
    name: str
    language: str
    manager_email: str


@dataclass(frozen=True)
class Duty:
    """Who rates whom as what; `participant` and `rater` are mail addresses."""

    participant: str
    rater: str
    group: str


@dataclass(frozen=True)
class Organisation:
    """Everybody, the participants among them, and the duties that files and reporting line give."""

    people: tuple[Someone, ...]
    participants: tuple[str, ...]
    duties: tuple[Duty, ...]

    def person(self, email: str) -> Someone:
        """Return who has this address."""
        return next(each for each in self.people if each.email == email)

    def people_file(self) -> str:
        """Return the people as a spreadsheet of this country saves them: semicolons, any order."""
        rows = [(each.name, each.email, each.manager_email, each.language, "ignored") for each in self.people]
        return "\ufeff" + _table(("name", "email", "manager_email", "language", "shoe size"), rows, ";")

    def raters_file(self) -> str:
        """Return the anonymous raters; self and manager come without being listed."""
        rows = [
            (duty.participant, duty.rater, duty.group)
            for duty in self.duties
            if duty.group not in {"self", "manager"}
        ]
        return _table(("participant_email", "rater_email", "group"), rows, ",")


def make_organisation(chance: random.Random) -> Organisation:
    """Return one director, six managers, 51 people of whom 40 take part, and two who come late."""
    names = [f"{first} {last}" for first in _FIRST for last in _LAST]
    emails = [f"person.{number}@example.org" for number in range(len(names))]
    people = []
    for number, (name, email) in enumerate(zip(names, emails, strict=True)):
        # The director and the last participant have no manager.
        manager = "" if number in {0, 49} else emails[0] if number <= 6 else emails[1 + number % 6]
        people.append(Someone(email, name, ("nl", "fr", "en")[number % 3], manager))
    participants = tuple(emails[10 : 10 + PARTICIPANTS])
    duties: list[Duty] = []
    for place, participant in enumerate(participants):
        manager = people[10 + place].manager_email
        duties.append(Duty(participant, participant, "self"))
        if manager:
            duties.append(Duty(participant, manager, "manager"))
        colleagues = [each for each in emails[:58] if each not in {participant, manager}]
        groups = [group for group, count in PATTERNS[place % len(PATTERNS)].items() for _ in range(count)]
        raters = chance.sample(colleagues, len(groups))
        duties += [Duty(participant, rater, group) for rater, group in zip(raters, groups, strict=True)]
    return Organisation(tuple(people), participants, tuple(duties))


def _table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], separator: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows([columns, *rows])
    return text.getvalue()


_FIRST = ("Anke", "Bram", "Céline", "Dirk", "Elif", "Fabien", "Greet", "Hassan", "Ilse", "Joris")
_LAST = ("Peeters", "De Smet", "Yılmaz", "Dubois-Maes", "O'Neill", "Şahin")
