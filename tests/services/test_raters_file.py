"""Who rates whom, from a file."""

import pytest

from app.domain.errors import InvalidError
from app.domain.raters import RaterGroup
from app.domain.tables import Row, Table
from app.services.ports import Tools
from app.services.raters import RaterRow, import_raters, rater_rows
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.raters import rater_lines
from app.storage.rounds import Round
from tests.builders import a_launched_round, a_person, a_round


def pairs(work: Work, round_: Round) -> set[tuple[str, str, str]]:
    """Return (participant, rater, group) by name."""
    return {
        (line.participant_person.name, line.rater.name, line.assignment.rater_group)
        for line in rater_lines(work.session, round_.id)
    }


def a_draft_for_files(work: Work) -> Round:
    for name in ("anna", "bram", "els"):
        a_person(work, name.capitalize(), f"{name}@example.org")
    return a_round(work, participants=0, own_groups=(RaterGroup("klanten", "Klanten"),))


def rows(*lines: tuple[str, str, str]) -> list[RaterRow]:
    return [RaterRow(number, *line) for number, line in enumerate(lines, start=2)]


ANNA, BRAM, ELS = "anna@example.org", "bram@example.org", "els@example.org"


def test_a_file_adds_participants_and_raters(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_draft_for_files(work)
        lines = rows(
            (ANNA, BRAM, "peer"), ("ANNA@example.org ", ELS, "Direct report"), (BRAM, ELS, "KLANTEN")
        )
        result = import_raters(work, round_.id, lines, is_dry_run=False)
        assert pairs(work, round_) == {
            ("Anna", "Anna", "self"),
            ("Anna", "Bram", "peer"),
            ("Anna", "Els", "direct_report"),
            ("Bram", "Bram", "self"),
            ("Bram", "Els", "klanten"),
        }
        assert (result.new_participants, result.new_assignments, result.unchanged) == (2, 5, 0)


def test_a_dry_run_says_the_same_and_writes_nothing(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_draft_for_files(work)
        lines = rows((ANNA, BRAM, "peer"), (ANNA, ANNA, "self"))
    with open_reading(tools, SYSTEM) as work:
        dry = import_raters(work, round_.id, lines, is_dry_run=True)
        assert pairs(work, round_) == set()
    with open_work(tools, SYSTEM) as work:
        assert import_raters(work, round_.id, lines, is_dry_run=False) == dry
        assert len(pairs(work, round_)) == dry.new_assignments == 2


def test_the_same_file_twice_changes_nothing_the_second_time(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_draft_for_files(work)
        lines = rows((ANNA, BRAM, "peer"), (ANNA, ELS, "peer"), (ANNA, ELS, "peer"))
        import_raters(work, round_.id, lines, is_dry_run=False)
        again = import_raters(work, round_.id, lines, is_dry_run=False)
        assert (again.new_participants, again.new_assignments, again.unchanged) == (0, 0, 3)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (("nobody@example.org", BRAM, "peer"), "Line 3: participant_email: nobody has the address"),
        ((ANNA, "nobody@example.org", "peer"), "Line 3: rater_email: nobody has the address"),
        ((ANNA, BRAM, "friends"), "Line 3: group: “friends” is not a group"),
        ((ANNA, BRAM, "self"), "Line 3: group: only the participant rates as self"),
        ((ANNA, ELS, "other"), "Line 3: group: Els rates this person already, as peer"),
    ],
    ids=["participant", "rater", "group", "self", "twice"],
)
def test_a_wrong_line_names_place_and_reason_and_keeps_everything_out(
    tools: Tools, line: tuple[str, str, str], reason: str
) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_draft_for_files(work)
        result = import_raters(work, round_.id, rows((ANNA, ELS, "peer"), line), is_dry_run=False)
        assert str(result.problems[0]).startswith(reason)
        assert pairs(work, round_) == set()


def test_bad_lines_can_be_skipped(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_draft_for_files(work)
        lines = rows((ANNA, ELS, "peer"), ("nobody@example.org", ELS, "peer"))
        import_raters(work, round_.id, lines, is_dry_run=False, skip_bad=True)
        assert ("Anna", "Els", "peer") in pairs(work, round_)


def test_a_file_without_its_columns_is_refused() -> None:
    table = Table(("participant_email", "rater"), (Row(2, {"participant_email": ANNA, "rater": BRAM}),))
    with pytest.raises(InvalidError, match="missing: rater_email, group"):
        rater_rows(table)


def test_a_file_for_a_running_round_adds_no_participants(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1)
        outsider, rater = a_person(work, "Outsider", ANNA), a_person(work, "Rater", BRAM)
        result = import_raters(
            work, round_.id, rows((outsider.email or "", rater.email or "", "peer")), is_dry_run=False
        )
        assert "Outsider is not in this round" in str(result.problems[0])
