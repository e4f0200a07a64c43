"""What a file of people would change."""

from dataclasses import replace

import pytest

from app.domain.people import PersonRow, read_person
from app.domain.people_matching import FieldChange, KnownPerson, PeoplePlan, plan_people

ANNA = KnownPerson("1", "Anna", "anna@x.be", "nl", "Sales", "Head", None)
BERT = KnownPerson("2", "Bert", "bert@x.be", "fr", "Sales", "", "1")
CARO = KnownPerson("3", "Caro", "", "nl", "", "", "1")
KNOWN = (ANNA, BERT, CARO)


def row(number: int, **values: str) -> PersonRow:
    return read_person(values, ("nl", "en", "fr"), number)


def plan(*rows: PersonRow, known: tuple[KnownPerson, ...] = KNOWN) -> PeoplePlan:
    return plan_people(rows, known, "nl")


def wrong(found: PeoplePlan) -> dict[int, list[str]]:
    return {number: [each.column for each in problems] for number, problems in found.problems.items()}


def test_an_unknown_address_is_somebody_new_in_the_first_language() -> None:
    (new,) = plan(row(2, email="dirk@x.be", name="Dirk", manager_email="anna@x.be")).new
    assert new.known_id is None
    assert new.manager_key == "1"
    assert new.values["language"] == "nl"
    assert new.values["manager_email"] == "anna@x.be"


def test_a_known_person_who_stays_the_same_is_unchanged() -> None:
    found = plan(row(2, email="bert@x.be", name="Bert", language="fr", department="Sales"))
    assert [each.known_id for each in found.unchanged] == ["2"]


def test_a_change_shows_old_and_new() -> None:
    (changed,) = plan(row(2, email="bert@x.be", name="Bert B", department="")).changed
    assert changed.changes == (FieldChange("name", "Bert", "Bert B"), FieldChange("department", "Sales", ""))


def test_an_empty_manager_puts_somebody_at_the_top() -> None:
    (changed,) = plan(row(2, email="bert@x.be", name="Bert", manager_email="")).changed
    assert changed.manager_key is None
    assert changed.changes == (FieldChange("manager_email", "anna@x.be", ""),)


def test_a_time_zone_is_added_kept_and_taken_away_again() -> None:
    away = replace(BERT, time_zone="Asia/Tokyo")
    (added,) = plan(row(2, email="bert@x.be", name="Bert", time_zone="Asia/Tokyo")).changed
    kept = plan(row(2, email="bert@x.be", name="Bert"), known=(ANNA, away))
    (back,) = plan(row(2, email="bert@x.be", name="Bert", time_zone=""), known=(ANNA, away)).changed
    assert added.changes == (FieldChange("time_zone", "", "Asia/Tokyo"),)
    assert [each.values["time_zone"] for each in kept.unchanged] == ["Asia/Tokyo"]
    assert back.changes == (FieldChange("time_zone", "Asia/Tokyo", ""),)


def test_a_manager_may_stand_below_in_the_same_file() -> None:
    found = plan(
        row(2, email="dirk@x.be", name="Dirk", manager_email="els@x.be"), row(3, email="els@x.be", name="Els")
    )
    dirk, els = found.new
    assert dirk.manager_key == els.key


def test_without_address_people_are_matched_by_exact_name() -> None:
    found = plan(row(2, name="Caro", role="Driver"), row(3, name="caro"))
    assert [each.known_id for each in found.changed] == ["3"]
    assert [each.values["name"] for each in found.new] == ["caro"]


def test_an_address_may_be_given_to_somebody_who_had_none() -> None:
    (changed,) = plan(row(2, email="caro@x.be", name="Caro")).changed
    assert changed.known_id == "3"
    assert changed.changes == (FieldChange("email", "", "caro@x.be"),)


def test_a_new_address_of_the_manager_is_not_a_change_of_manager() -> None:
    dirk = KnownPerson("4", "Dirk", "dirk@x.be", "nl", "", "", "3")
    found = plan(
        row(2, email="caro@x.be", name="Caro"),
        row(3, email="dirk@x.be", name="Dirk", manager_email="caro@x.be"),
        known=(*KNOWN, dirk),
    )
    assert [each.known_id for each in found.unchanged] == ["4"]


def test_a_known_name_without_its_address_is_asked_for() -> None:
    assert wrong(plan(row(2, name="Anna"))) == {2: ["email"]}


def test_two_known_namesakes_without_address_cannot_be_told_apart() -> None:
    twin = KnownPerson("9", "Caro", "", "nl", "", "", None)
    assert wrong(plan(row(2, name="Caro"), known=(CARO, twin))) == {2: ["name"]}


@pytest.mark.parametrize("email", ["dirk@x.be", "anna@x.be"], ids=["new", "known"])
def test_of_rows_with_the_same_address_none_is_taken(email: str) -> None:
    found = plan(
        row(2, email=email, name="A"), row(3, email="ok@x.be", name="Ok"), row(4, email=email, name="B")
    )
    assert wrong(found) == {2: ["email"], 4: ["email"]}
    assert [each.values["name"] for each in found.new] == ["Ok"]


def test_of_rows_with_the_same_name_without_address_none_is_taken() -> None:
    assert wrong(plan(row(2, name="Dirk"), row(3, name="Dirk"))) == {2: ["name"], 3: ["name"]}


def test_a_manager_nobody_knows_is_named() -> None:
    found = plan(row(2, email="dirk@x.be", name="Dirk", manager_email="boss@x.be"))
    assert [str(each.reason) for each in found.problems[2]] == ["Nobody has the address “boss@x.be”."]


def test_a_manager_whose_own_row_is_wrong_takes_the_whole_line_along() -> None:
    found = plan(
        row(2, email="dirk@x.be", name="Dirk", manager_email="els@x.be"),
        row(3, email="els@x.be", name="Els", manager_email="fons@x.be"),
        row(4, email="fons@x.be", name=""),
        row(5, email="gust@x.be", name="Gust"),
    )
    assert wrong(found) == {2: ["manager_email"], 3: ["manager_email"], 4: ["name"]}
    assert [each.values["name"] for each in found.new] == ["Gust"]


def test_a_circle_within_the_file_is_named_on_each_of_its_lines() -> None:
    found = plan(
        row(2, email="dirk@x.be", name="Dirk", manager_email="els@x.be"),
        row(3, email="els@x.be", name="Els", manager_email="dirk@x.be"),
    )
    assert wrong(found) == {2: ["manager_email"], 3: ["manager_email"]}
    assert str(found.problems[2][0].reason) == "The reporting line runs in a circle: Dirk → Els → Dirk."


def test_a_circle_through_somebody_who_is_not_in_the_file_is_named() -> None:
    assert wrong(plan(row(2, email="anna@x.be", name="Anna", manager_email="bert@x.be"))) == {
        2: ["manager_email"]
    }


def test_turning_two_people_round_is_no_circle() -> None:
    found = plan(
        row(2, email="anna@x.be", name="Anna", manager_email="bert@x.be"),
        row(3, email="bert@x.be", name="Bert", manager_email=""),
    )
    assert not found.problems
    assert [each.manager_key for each in found.changed] == ["2", None]


def test_a_row_that_falls_out_can_close_a_circle_for_another() -> None:
    # Bert's good intention to leave Anna is on a wrong line, so Anna cannot report to him.
    found = plan(
        row(2, email="anna@x.be", name="Anna", manager_email="bert@x.be"),
        row(3, email="bert@x.be", name="Bert", manager_email="", language="de"),
    )
    assert wrong(found) == {2: ["manager_email"], 3: ["language"]}
