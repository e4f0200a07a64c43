"""The team report: of sealed rounds, by the departments on the day the round began to close."""

import pytest
from sqlalchemy import select

from app.domain.errors import RefusedError
from app.services.ports import Tools
from app.services.releases import release_round
from app.services.sealing import begin_close, seal_round
from app.services.team_reports import read_team_report
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.people import Person
from app.storage.rounds import Participant
from tests.builders import a_launched_round, an_administrator
from tests.services.crowds import a_crowded_round


def labels(tools: Tools, round_id: str) -> list[tuple[object, object]]:
    with open_reading(tools, SYSTEM) as work:
        report = read_team_report(work, round_id, "en", str)
    return [(unit["label"], unit["participants"]) for unit in report["units"]]  # type: ignore[attr-defined]


def a_sealed_crowd(tools: Tools, **settings: object) -> str:
    round_id = a_crowded_round(tools, 10, peers=4, departments=("Sales", "Finance"), **settings)  # type: ignore[arg-type]
    seal_round(tools, round_id)
    return round_id


def test_there_is_no_team_report_before_the_seal(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1).id
        with pytest.raises(RefusedError):
            read_team_report(work, round_id, "en", str)


def test_teams_are_the_departments(tools: Tools) -> None:
    round_id = a_sealed_crowd(tools, targets={"analyseren": 3})
    assert labels(tools, round_id) == [("Finance", 5), ("Sales", 5), ("Everybody", 10)]
    with open_reading(tools, SYSTEM) as work:
        rows = read_team_report(work, round_id, "en", str)["rows"]
    assert [cell["mean"] for cell in rows[0]["cells"]] == [3.5, 1.5, 2.5]  # type: ignore[index]
    assert [target["below"] for target in rows[0]["targets"]] == [50]  # type: ignore[index]


def test_moving_to_another_department_moves_nobody_in_a_round_that_closes(tools: Tools) -> None:
    round_id = a_crowded_round(tools, 10, peers=4, departments=("Sales", "Finance"))
    with open_work(tools, SYSTEM) as work:
        for person in work.session.scalars(select(Person)):
            person.department = "Elsewhere"
    seal_round(tools, round_id)
    assert labels(tools, round_id) == [("Finance", 5), ("Sales", 5), ("Everybody", 10)]
    with open_reading(tools, SYSTEM) as work:
        assert set(work.session.scalars(select(Participant.team))) == {"Sales", "Finance"}


def test_a_running_round_has_no_teams_yet(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1).id
        assert set(work.session.scalars(select(Participant.team))) == {None}
        begin_close(work, round_id)
        work.session.expire_all()
        assert set(work.session.scalars(select(Participant.team))) == {""}


@pytest.mark.parametrize("under_core", [True, False])
def test_nobody_gets_the_team_report_under_both_rules(tools: Tools, *, under_core: bool) -> None:
    round_id = a_sealed_crowd(tools, policy_name="classic")
    with open_reading(tools, SYSTEM) as work, pytest.raises(RefusedError, match="subtracted"):
        read_team_report(work, round_id, "en", str)
    an_administrator(tools)
    with open_work(tools, SYSTEM) as work:
        release_round(work, round_id, under_core=under_core)
    with open_reading(tools, SYSTEM) as work:
        report = read_team_report(work, round_id, "en", str)
    assert report["policy"] == {"name": "core" if under_core else "classic", "k": 4}


def test_four_participants_have_no_team_report(tools: Tools) -> None:
    round_id = a_crowded_round(tools, 4, peers=4)
    seal_round(tools, round_id)
    with open_reading(tools, SYSTEM) as work:
        report = read_team_report(work, round_id, "en", str)
    assert not any(cell["shown"] for row in report["rows"] for cell in row["cells"])  # type: ignore[attr-defined]
