"""People: brought in by a file, added, changed and deleted by hand."""

from collections.abc import Iterator

import pytest

from app.domain.errors import InvalidError, NotFoundError, RefusedError
from app.domain.tables import Table, table_from_lines
from app.services.people import (
    PeopleImport,
    PersonInvalidError,
    add_person,
    change_person,
    delete_person,
    import_people,
)
from app.services.ports import Tools
from app.services.sign_in import account_for_person, invite_administrator
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.accounts import account_by_email
from app.storage.people import Person, all_persons, direct_reports_of, person_by_email, persons_page
from app.storage.rounds import participants_with_persons
from tests.builders import a_person, a_rater, a_round


@pytest.fixture
def work(tools: Tools) -> Iterator[Work]:
    with open_work(tools, SYSTEM) as opened:
        yield opened


def table(*lines: str) -> Table:
    return table_from_lines([(number, line.split(",")) for number, line in enumerate(lines, start=1)])


STAFF = table(
    "email,name,language,manager_email,department,role",
    "bert@x.be,Bert,fr,anna@x.be,Sales,Seller",
    "anna@x.be,Anna,,,Board,Director",
    ",Caro,nl,bert@x.be,,",
)
ONE_WRONG = table("email,name,manager_email", "anna@x.be,Anna,", "bert,Bert,", "caro@x.be,Caro,nobody@x.be")


def imported(
    tools: Tools, people: Table, *, is_dry_run: bool = False, skip_bad: bool = False
) -> PeopleImport:
    with open_work(tools, SYSTEM) as work:
        return import_people(work, people, is_dry_run=is_dry_run, skip_bad=skip_bad)


def names(tools: Tools) -> list[str]:
    with open_reading(tools, SYSTEM) as work:
        return [person.name for person in all_persons(work.session)]


def test_a_file_brings_in_people_and_their_reporting_line(tools: Tools) -> None:
    result = imported(tools, STAFF)
    assert (len(result.new), len(result.changed), result.unchanged) == (3, 0, 0)
    assert result.is_applied
    with open_reading(tools, SYSTEM) as work:
        anna = person_by_email(work.session, "anna@x.be")
        assert anna is not None
        (bert,) = direct_reports_of(work.session, anna.id)
        assert (bert.language, bert.department, bert.role) == ("fr", "Sales", "Seller")
        assert [person.email for person in direct_reports_of(work.session, bert.id)] == [None]
        assert anna.language == "en"


def test_a_dry_run_tells_the_same_and_writes_nothing(tools: Tools) -> None:
    with open_reading(tools, SYSTEM) as work:
        result = import_people(work, STAFF, is_dry_run=True)
    assert len(result.new) == 3
    assert not result.is_applied
    assert names(tools) == []


def test_the_same_file_once_more_changes_nothing(tools: Tools) -> None:
    imported(tools, STAFF)
    again = imported(tools, STAFF)
    assert (len(again.new), len(again.changed), again.unchanged) == (0, 0, 3)


def test_one_wrong_row_keeps_everything_from_being_written(tools: Tools) -> None:
    result = imported(tools, ONE_WRONG)
    assert [str(problem) for problem in result.problems] == [
        "Line 3, email: “bert” is not a mail address.",
        "Line 4, manager_email: Nobody has the address “nobody@x.be”.",
    ]
    assert not result.is_applied
    assert names(tools) == []


def test_the_good_rows_are_written_when_that_is_said(tools: Tools) -> None:
    assert imported(tools, ONE_WRONG, skip_bad=True).is_applied
    assert names(tools) == ["Anna"]


def test_a_changed_manager_is_written_and_told(tools: Tools) -> None:
    imported(tools, STAFF)
    result = imported(tools, table("email,name,manager_email", "bert@x.be,Bert,", "anna@x.be,Anna,bert@x.be"))
    assert [(each.column, each.old, each.new) for each in result.changed[0].changes] == [
        ("manager_email", "anna@x.be", "")
    ]
    with open_reading(tools, SYSTEM) as work:
        bert = person_by_email(work.session, "bert@x.be")
        assert bert is not None
        assert bert.department == "Sales"
        assert [each.name for each in direct_reports_of(work.session, bert.id)] == ["Anna", "Caro"]


def test_a_file_without_the_needed_columns_is_refused(tools: Tools) -> None:
    with pytest.raises(InvalidError, match="needs a column “email”"):
        imported(tools, table("mail,name", "anna@x.be,Anna"))


def test_an_import_changes_what_a_sign_in_calls_somebody(tools: Tools, work: Work) -> None:
    person = a_person(work, "Anna", "anna@x.be")
    account = account_for_person(work, person)
    import_people(work, table("email,name,language", "anna@x.be,Anna Aerts,fr"), is_dry_run=False)
    assert account is not None
    assert (account.name, account.language) == ("Anna Aerts", "fr")


def test_time_zones_are_brought_in_and_an_unknown_one_names_its_row_and_keeps_the_rest(tools: Tools) -> None:
    people = table(
        "email,name,time_zone", "a@x.be,Anna,asia/tokyo", "b@x.be,Bert,Mars/Olympus", "c@x.be,Caro,"
    )
    result = imported(tools, people, skip_bad=True)
    (problem,) = result.problems
    assert str(problem).startswith("Line 3, time_zone: There is no time zone “Mars/Olympus”.")
    with open_reading(tools, SYSTEM) as work:
        zones = {person.name: person.time_zone for person in all_persons(work.session)}
    assert zones == {"Anna": "Asia/Tokyo", "Caro": ""}


def test_a_file_without_the_column_leaves_time_zones_as_they_are(tools: Tools) -> None:
    imported(tools, table("email,name,time_zone", "anna@x.be,Anna,Asia/Tokyo"))
    imported(tools, table("email,name", "anna@x.be,Anna Aerts"))
    with open_reading(tools, SYSTEM) as work:
        (anna,) = all_persons(work.session)
    assert (anna.name, anna.time_zone) == ("Anna Aerts", "Asia/Tokyo")


def test_a_person_is_added_with_a_manager(work: Work) -> None:
    boss = a_person(work, email="boss@x.be")
    person = add_person(work, {"name": "Anna", "email": "Anna@X.be", "manager_email": "boss@x.be"})
    assert (person.email, person.manager_id, person.language) == ("anna@x.be", boss.id, "en")


@pytest.mark.parametrize(
    ("typed", "columns"),
    [
        pytest.param({"name": "", "email": "x"}, {"name", "email"}, id="several fields"),
        pytest.param({"name": "A", "email": "taken@x.be"}, {"email"}, id="somebody else's address"),
        pytest.param({"name": "A", "manager_email": "who@x.be"}, {"manager_email"}, id="unknown manager"),
        pytest.param(
            {"name": "A", "manager_email": "Nobody"}, {"manager_email"}, id="unknown name as manager"
        ),
        pytest.param(
            {"name": "A", "email": "a@x.be", "manager_email": "a@x.be"}, {"manager_email"}, id="self"
        ),
        pytest.param({"name": "A", "language": "de"}, {"language"}, id="language"),
        pytest.param({"name": "A", "time_zone": "Brussels"}, {"time_zone"}, id="time zone"),
    ],
)
def test_what_is_wrong_about_a_new_person_is_named_by_field(
    work: Work, typed: dict[str, str], columns: set[str]
) -> None:
    a_person(work, email="taken@x.be")
    with pytest.raises(PersonInvalidError) as refusal:
        add_person(work, typed)
    assert set(refusal.value.fields) == columns


def test_a_manager_without_address_may_be_named(work: Work) -> None:
    boss = a_person(work, "Greet Maes")
    boss.email = None
    assert add_person(work, {"name": "Anna", "manager_email": "Greet  Maes"}).manager_id == boss.id


def test_a_changed_address_is_the_one_to_sign_in_with(work: Work) -> None:
    person = a_person(work, "Anna", "anna@x.be")
    account = account_for_person(work, person)
    change_person(work, person.id, {"name": "Anna", "email": "anna.new@x.be"})
    assert account is account_by_email(work.session, "anna.new@x.be")


def test_the_address_of_somebody_elses_sign_in_cannot_be_taken_over(work: Work) -> None:
    person = a_person(work, "Anna", "anna@x.be")
    account_for_person(work, person)
    invite_administrator(work, "hr@x.be")
    with pytest.raises(PersonInvalidError) as refusal:
        change_person(work, person.id, {"name": "Anna", "email": "hr@x.be"})
    assert set(refusal.value.fields) == {"email"}


def test_nobody_reports_to_somebody_below(work: Work) -> None:
    boss = a_person(work, "Greet", "greet@x.be")
    a_person(work, "Anna", "anna@x.be", manager=boss)
    with pytest.raises(PersonInvalidError) as refusal:
        change_person(work, boss.id, {"name": "Greet", "email": "greet@x.be", "manager_email": "anna@x.be"})
    assert str(refusal.value.fields["manager_email"]) == (
        "The reporting line runs in a circle: Greet → Anna → Greet."
    )


def test_somebody_who_is_in_no_round_can_be_deleted(work: Work) -> None:
    boss = a_person(work)
    report = a_person(work, manager=boss)
    delete_person(work, boss.id)
    work.session.flush()
    work.session.refresh(report)
    assert report.manager_id is None
    assert work.session.get(Person, boss.id) is None


@pytest.mark.parametrize("role", ["participant", "rater"])
def test_somebody_who_is_in_a_round_stays(work: Work, role: str) -> None:
    round_ = a_round(work, participants=1)
    ((participant, person),) = participants_with_persons(work.session, round_.id)
    rater = a_person(work)
    a_rater(work, round_, participant, person=rater)
    with pytest.raises(RefusedError, match="cannot be deleted"):
        delete_person(work, person.id if role == "participant" else rater.id)


def test_an_administrator_who_is_deleted_as_a_person_can_still_sign_in(work: Work) -> None:
    invite_administrator(work, "hilde@x.be")
    person = a_person(work, "Hilde", "hilde@x.be")
    account = account_for_person(work, person)
    delete_person(work, person.id)
    work.session.flush()
    assert account is not None
    assert account_by_email(work.session, "hilde@x.be") is account
    assert account.person_id is None


def test_changing_somebody_who_is_gone_is_refused(work: Work) -> None:
    with pytest.raises(NotFoundError):
        change_person(work, "0" * 32, {"name": "Anna"})


def test_the_search_takes_percent_signs_as_they_are(work: Work) -> None:
    a_person(work, "Anna 100%")
    a_person(work, "Bert")
    assert [each.name for each in persons_page(work.session, "100%", 0, 10)[0]] == ["Anna 100%"]
    assert persons_page(work.session, "", 1, 1)[1] == 2
