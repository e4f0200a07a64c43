"""Who sees what, from the round's real settings and the rosters."""

import pytest

from app.services.launch import launch_round
from app.services.ports import Tools
from app.services.rating import open_desk
from app.services.rating_panel import WhoSeesWhat, panels, told_about
from app.services.work import RATER, SYSTEM, open_reading, open_work
from app.storage.rounds import participants_with_persons
from tests.builders import a_person, a_rater, a_round, rater_tokens


def told(tools: Tools, peers: tuple[int, int], *, hr_sees_progress: bool = True) -> WhoSeesWhat:
    """Return what a rater of two participants, with so many peers, and of the own work reads."""
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 3, hr_sees_progress=hr_sees_progress)
        (one, _), (other, _), (_, rater) = participants_with_persons(work.session, round_.id)
        for participant, count in ((one, peers[0]), (other, peers[1])):
            a_rater(work, round_, participant, "peer", rater)
            for _ in range(count - 1):
                a_rater(work, round_, participant, "peer")
        launch_round(work, round_.id)
        token = rater_tokens(work, round_.id)[rater.id]
    with open_reading(tools, RATER) as work:
        return panels(work, open_desk(work, token))


def words(found: WhoSeesWhat) -> str:
    """Return all lines."""
    lines = [*found.common, *(line for each in found.panels for line in each.lines)]
    return " ".join(map(str, lines))


def test_oneself_and_the_anonymous_groups_are_told_apart(tools: Tools) -> None:
    found = told(tools, (5, 5))
    assert [(each.kind, len(each.tasks)) for each in found.panels] == [("self", 1), ("anonymous", 2)]
    assert found.common


def test_the_same_condition_is_said_once(tools: Tools) -> None:
    found = told(tools, (5, 5))
    assert "at least 4 of the 5 peers" in words(found)
    assert found.panels[1].conditions == ()


def test_different_numbers_are_said_by_name(tools: Tools) -> None:
    conditions = told(tools, (5, 6)).panels[1].conditions
    assert [len(each.tasks) for each in conditions] == [1, 1]
    assert "of the 5 peers" in str(conditions[0].line)
    assert "of the 6 peers" in str(conditions[1].line)


@pytest.mark.parametrize(
    ("peers", "hr_sees_progress", "is_seen"),
    [
        pytest.param((5, 5), True, True, id="large groups"),
        pytest.param((5, 3), True, False, id="one group under k"),
        pytest.param((5, 5), False, False, id="switched off"),
    ],
)
def test_whether_the_organisers_see_progress(
    tools: Tools, peers: tuple[int, int], hr_sees_progress: bool, is_seen: bool
) -> None:
    found = words(told(tools, peers, hr_sees_progress=hr_sees_progress))
    assert ("the organisers see whether you have answered" in found) is is_seen
    assert ("Nobody sees whether you have answered" in found) is not is_seen


def test_one_colleague_has_the_lines_of_the_list(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 1)
        rater = a_person(work)
        (participant, _), *_ = participants_with_persons(work.session, round_.id)
        a_rater(work, round_, participant, "manager", rater)
        launch_round(work, round_.id)
        desk = open_desk(work, rater_tokens(work, round_.id)[rater.id])
        found = panels(work, desk)
        assert found.common == ()
        assert found.panels[0].lines == told_about(work, desk, desk.tasks[0], "en")[0]
        assert found.panels[0].kind == "manager"
