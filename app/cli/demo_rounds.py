"""Four rounds for the demonstration, made through the same services as real ones."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.cli.demo_people import DEPARTMENTS, IMPROVEMENTS, STRENGTHS, people_rows
from app.domain.questionnaire import Questionnaire
from app.domain.raters import DIRECT_REPORT, MANAGER, OTHER, PEER, SELF
from app.domain.ratings import CANNOT_JUDGE, COMMENT_FIELD, RATING_FIELD
from app.domain.report_reading import BY_MANAGER, PARTICIPANT_ONLY, ReadingRules
from app.domain.rounds import closing_instant
from app.domain.tables import Row, Table
from app.domain.tokens import rater_token
from app.services.delivery import deliver_due
from app.services.frameworks import BUNDLED
from app.services.launch import launch_round
from app.services.people import import_people
from app.services.ports import Tools
from app.services.raters import add_participant, add_proposed, add_rater
from app.services.rating import decline, open_desk, open_form, save_and_send_in
from app.services.releases import release_round
from app.services.role_profiles import save_profile
from app.services.rounds import RoundSettings, create_round
from app.services.sealing import begin_close, seal_round
from app.services.sign_in import PRINTED_LINK_LASTS, account_for_person, link_url, make_link
from app.services.work import RATER, SYSTEM, Work, open_reading, open_work
from app.storage.people import Person, all_persons
from app.storage.raters import round_invitations
from app.storage.rounds import participants_with_persons

COMPETENCIES = (
    "analyseren",
    "besluitvorming",
    "kennis-delen",
    "team-leiderschap",
    "empathie",
    "communicatie",
)
TEAM_LEAD = {"analyseren": "3", "besluitvorming": "3", "kennis-delen": "2", "team-leiderschap": "3"}
COLUMNS = ("email", "name", "language", "manager_email", "department", "role")
LEADS = ("Teamlead", "Directeur")
A_YEAR = timedelta(days=364)
SEED = 360


@dataclass(frozen=True)
class DemoLinks:
    """Ways in for somebody who wants to look around."""

    rater_name: str
    rater: str
    participant_name: str
    participant: str
    manager_name: str
    manager: str


def make_demo(tools: Tools) -> DemoLinks:
    """Fill an empty installation: two released rounds, a year apart, a collecting one and a draft."""
    chance = random.Random(SEED)  # noqa: S311 - the demonstration looks the same every time
    rows = tuple(Row(number, values) for number, values in enumerate(people_rows(chance), start=2))
    with open_work(tools, SYSTEM) as work:
        import_people(work, Table(COLUMNS, rows), is_dry_run=False)
        save_profile(work, BUNDLED, "Teamlead", TEAM_LEAD)
    last_year = replace(tools, clock=lambda: tools.clock() - A_YEAR)
    _released(last_year, "Voorjaarsronde teamleads vorig jaar", LEADS, chance)
    round_id = _released(
        tools, "Voorjaarsronde", (*LEADS, *DEPARTMENTS[:3]), chance, ReadingRules(reader=BY_MANAGER)
    )
    with open_work(tools, SYSTEM) as work:
        person, manager = _participant_with_manager(work, round_id)
        ways_in = (person.name, _way_in(work, person), manager.name, _way_in(work, manager))
    rater_name, rater = _collecting(tools, chance)
    _draft(tools)
    return DemoLinks(rater_name, rater, *ways_in)


def _released(
    tools: Tools,
    name: str,
    who: tuple[str, ...],
    chance: random.Random,
    reading: ReadingRules = PARTICIPANT_ONLY,
) -> str:
    with open_work(tools, SYSTEM) as work:
        round_id = _round(work, name, who, chance, reading=reading)
        launch_round(work, round_id)
    for token, rater in _ways_to_answer(tools, round_id):
        # The report and the manager that are shown first must have something to show.
        if chance.random() < 0.92 or rater.role in LEADS:
            _answer_all(tools, token, chance)
    with open_work(tools, SYSTEM) as work:
        begin_close(work, round_id)
    seal_round(tools, round_id)
    with open_work(tools, SYSTEM) as work:
        release_round(work, round_id)
    deliver_due(tools, limit=1000)
    return round_id


def _participant_with_manager(work: Work, round_id: str) -> tuple[Person, Person]:
    people = {person.id: person for person in all_persons(work.session)}
    return next(
        (person, people[person.manager_id])
        for _, person in participants_with_persons(work.session, round_id)
        if person.role in LEADS and person.manager_id is not None
    )


def _way_in(work: Work, person: Person) -> str:
    account = account_for_person(work, person)
    if account is None:
        raise LookupError("everybody in the demonstration has an address")
    return link_url(work, make_link(work, account, PRINTED_LINK_LASTS))


def _collecting(tools: Tools, chance: random.Random) -> tuple[str, str]:
    with open_work(tools, SYSTEM) as work:
        round_id = _round(work, "Najaarsronde logistiek en verkoop", DEPARTMENTS[3:], chance, at_most=12)
        launch_round(work, round_id)
    deliver_due(tools, limit=1000)
    tokens = [token for token, _ in _ways_to_answer(tools, round_id)]
    for token in tokens[: len(tokens) // 3]:
        _answer_all(tools, token, chance)
    with open_reading(tools, RATER) as work:
        desks = [(token, open_desk(work, token)) for token in tokens[len(tokens) // 3 :]]
    token, desk = max(desks, key=lambda each: len(each[1].tasks))
    return desk.rater_name, f"{tools.site.public_url}/r/{token}"


def _draft(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        create_round(
            work,
            RoundSettings(name="Ronde volgend jaar", competencies=(), closes_at=_in_days(work, 120)),
        )


def _round(
    work: Work,
    name: str,
    who: tuple[str, ...],
    chance: random.Random,
    *,
    at_most: int | None = None,
    reading: ReadingRules = PARTICIPANT_ONLY,
) -> str:
    settings = RoundSettings(
        name=name, competencies=COMPETENCIES, closes_at=_in_days(work, 21), reading=reading
    )
    round_ = create_round(work, settings)
    people = all_persons(work.session)
    chosen = [
        person
        for person in people
        if person.role in who or (person.department in who and person.role not in LEADS)
    ][:at_most]
    for person in chosen:
        participant = add_participant(work, round_.id, person.id)
        add_proposed(work, round_.id, participant.id)
        for rater, group in _others(person, people, chance):
            add_rater(work, round_.id, participant.id, rater.id, group)
    return round_.id


def _in_days(work: Work, days: int) -> datetime:
    day = work.now.astimezone(work.site.timezone).date() + timedelta(days=days)
    return closing_instant(day, work.site.timezone)


def _others(person: Person, people: list[Person], chance: random.Random) -> list[tuple[Person, str]]:
    nobody_yet = [
        other
        for other in people
        if person.id not in {other.id, other.manager_id} and other.id != person.manager_id
    ]
    near = [other for other in nobody_yet if other.manager_id == person.manager_id]
    peers = chance.sample(near, min(len(near), 5))
    far = [other for other in nobody_yet if other not in near]
    return [(peer, PEER) for peer in peers] + [(other, OTHER) for other in chance.sample(far, 3)]


def _ways_to_answer(tools: Tools, round_id: str) -> list[tuple[str, Person]]:
    with open_reading(tools, SYSTEM) as work:
        key = tools.keys.link_key(round_id)
        people = {person.id: person for person in all_persons(work.session)}
        found = [
            (rater_token(key, invitation.nonce), people[invitation.rater_id])
            for invitation in round_invitations(work.session, round_id)
            if invitation.nonce is not None
        ]
        return sorted(found, key=lambda each: each[1].name)


def _answer_all(tools: Tools, token: str, chance: random.Random) -> None:
    with open_work(tools, RATER) as work:
        for task in open_desk(work, token).tasks:
            if task.group == OTHER and chance.random() < 0.1:
                decline(work, token, task.assignment_id, "Wij werken te weinig samen.")
                continue
            questionnaire = open_form(work, token, task.assignment_id).questionnaire
            fields = _fields(questionnaire, task.group, task.participant_name, chance)
            save_and_send_in(work, token, task.assignment_id, fields)


def _fields(
    questionnaire: Questionnaire, group: str, participant_name: str, chance: random.Random
) -> dict[str, str]:
    fields: dict[str, str] = {}
    for question in questionnaire.rating_questions:
        # Each participant has a profile of strong and weak sides, on which the raters roughly agree.
        profile = random.Random(f"{participant_name} {question}").gauss(2.7, 0.7)  # noqa: S311
        lift = {SELF: 0.3, MANAGER: -0.1, DIRECT_REPORT: 0.1}.get(group, 0.0)
        level = min(4, max(1, round(chance.gauss(profile + lift, 0.6))))
        is_unknown = group != SELF and chance.random() < 0.06
        fields[f"{RATING_FIELD}{question}"] = CANNOT_JUDGE if is_unknown else str(level)
    for question, texts in (("keep", STRENGTHS), ("start", IMPROVEMENTS), ("stop", IMPROVEMENTS)):
        if chance.random() < 0.6:
            fields[f"{COMMENT_FIELD}{question}"] = chance.choice(texts)
    return fields
