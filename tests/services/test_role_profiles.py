"""Role profiles: kept per framework, taken from a matrix whole or not at all, frozen at the launch."""

from collections.abc import Iterator

import pytest

from app.domain.errors import InvalidError, NotFoundError
from app.services.framework_drafts import copy_framework, publish_draft
from app.services.launch import launch_round
from app.services.ports import Tools
from app.services.raters import add_participant
from app.services.role_matrix import MatrixImport, export_matrix, import_matrix
from app.services.role_profiles import (
    ProfileInvalidError,
    competencies_of_profile,
    delete_profile,
    find_profile,
    list_profiles,
    save_profile,
    target_coverage,
)
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.framework_revisions import replace_switched_off
from app.storage.role_profiles import profiles_of_framework
from app.storage.rounds import Participant, Round
from tests.builders import a_person, a_round

RONDOM = "rondom"
LEAD = {"analyseren": "3", "empathie": "2", "resultaatgerichtheid": ""}


@pytest.fixture
def work(tools: Tools) -> Iterator[Work]:
    with open_work(tools, SYSTEM) as opened:
        yield opened


def lines(*written: str) -> list[tuple[int, list[str]]]:
    return [(number, line.split(",")) for number, line in enumerate(written, start=1)]


def kept(work: Work) -> dict[str, dict[str, int]]:
    return {profile.name: profile.targets for profile in profiles_of_framework(work.session, RONDOM)}


def imported(work: Work, *written: str, is_dry_run: bool = False) -> MatrixImport:
    return import_matrix(work, RONDOM, lines(*written), is_dry_run=is_dry_run)


def a_round_about(work: Work, *roles: str, **settings: object) -> tuple[Round, list[Participant]]:
    round_ = a_round(work, 0, **settings)  # type: ignore[arg-type]
    return round_, [add_participant(work, round_.id, a_person(work, role=role).id) for role in roles]


def test_a_profile_is_kept_with_the_targets_that_were_typed(work: Work) -> None:
    profile = save_profile(work, RONDOM, "  Team   lead ", LEAD)
    assert (profile.name, profile.targets) == ("Team lead", {"analyseren": 3, "empathie": 2})
    assert find_profile(work, RONDOM, profile.id) is profile


def test_a_changed_profile_keeps_its_id(work: Work) -> None:
    profile = save_profile(work, RONDOM, "Team lead", LEAD)
    save_profile(work, RONDOM, "TEAM LEAD", {"empathie": "4"}, profile.id)
    assert kept(work) == {"TEAM LEAD": {"empathie": 4}}


@pytest.mark.parametrize(
    ("name", "targets", "fields"),
    [
        pytest.param("", LEAD, {"name"}, id="no name"),
        pytest.param("team LEAD", LEAD, {"name"}, id="a name that is taken"),
        pytest.param("x\0", LEAD, {"name"}, id="a zero byte"),
        pytest.param("New", {"empathie": "5", "analyseren": "x"}, {"empathie", "analyseren"}, id="levels"),
        pytest.param("New", {"juggling": "3"}, {"analyseren"}, id="no target"),
    ],
)
def test_what_is_wrong_is_named_by_field(
    work: Work, name: str, targets: dict[str, str], fields: set[str]
) -> None:
    save_profile(work, RONDOM, "Team lead", LEAD)
    with pytest.raises(ProfileInvalidError) as refusal:
        save_profile(work, RONDOM, name, targets)
    assert set(refusal.value.fields) == fields
    assert list(kept(work)) == ["Team lead"]


@pytest.mark.parametrize("profile_id", ["0" * 32, "\0", "no-such"])
def test_a_profile_that_is_not_there_is_not_found(work: Work, profile_id: str) -> None:
    with pytest.raises(NotFoundError):
        delete_profile(work, RONDOM, profile_id)


@pytest.mark.parametrize("framework_id", ["nothing", "\0"])
def test_an_unknown_framework_has_no_profiles(work: Work, framework_id: str) -> None:
    with pytest.raises(NotFoundError):
        list_profiles(work, framework_id)
    with pytest.raises(NotFoundError):
        import_matrix(work, framework_id, lines("role,Empathie", "Lead,3"), is_dry_run=True)


def test_the_list_counts_people_and_names_roles_without_a_profile(work: Work) -> None:
    save_profile(work, RONDOM, "Team lead", LEAD)
    save_profile(work, RONDOM, "Analyst", LEAD)
    for role in ("team lead", "Team Lead", "", "Planner", "planner"):
        a_person(work, role=role)
    found = list_profiles(work, RONDOM)
    assert [(each.profile.name, each.people) for each in found.profiles] == [("Analyst", 0), ("Team lead", 2)]
    assert [(role.casefold(), people) for role, people in found.roles_without] == [("planner", 2)]


def test_a_matrix_adds_and_changes_and_leaves_the_rest(work: Work) -> None:
    save_profile(work, RONDOM, "Team lead", LEAD)
    save_profile(work, RONDOM, "Planner", {"empathie": "1"})
    result = imported(work, "role,Analyseren,Resultaatgerichtheid", "team lead,,4", "Analyst,4,")
    assert result.is_applied
    assert ([each.role.name for each in result.new], [each.role.name for each in result.changed]) == (
        ["Analyst"],
        ["team lead"],
    )
    assert [(change.competency_id, change.old, change.new) for change in result.changed[0].changes] == [
        ("analyseren", 3, None),
        ("resultaatgerichtheid", None, 4),
    ]
    assert kept(work) == {
        "Analyst": {"analyseren": 4},
        "Planner": {"empathie": 1},
        "team lead": {"empathie": 2, "resultaatgerichtheid": 4},
    }


def test_a_dry_run_writes_nothing(tools: Tools) -> None:
    with open_reading(tools, SYSTEM) as work:
        result = imported(work, "role,Empathie", "Lead,3", is_dry_run=True)
        assert (len(result.new), result.is_applied, kept(work)) == (1, False, {})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param("Analyst,5", "Line 3, column B: “5” is not a level from 1 to 4.", id="level"),
        pytest.param("Analyst,", "The function “Analyst” would have no target level.", id="no target"),
    ],
)
def test_one_wrong_line_keeps_everything_from_being_written(work: Work, wrong: str, said: str) -> None:
    result = imported(work, "role,Empathie", "Lead,3", wrong)
    assert ([str(problem) for problem in result.problems], result.is_applied) == ([said], False)
    assert kept(work) == {}


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_what_is_written_out_changes_nothing_when_it_comes_back(work: Work, language: str) -> None:
    save_profile(work, RONDOM, "Team lead", LEAD)
    save_profile(work, RONDOM, "=Analyst", {"empathie": "1"})
    columns, rows = export_matrix(work, RONDOM, language)
    written = [(1, list(columns)), *((number, [*map(str, row)]) for number, row in enumerate(rows, 2))]
    result = import_matrix(work, RONDOM, written, is_dry_run=False)
    assert (result.unchanged, result.new, result.changed, result.problems) == (2, (), (), ())


def test_the_launch_freezes_the_targets_of_each_role_for_what_is_asked(work: Work) -> None:
    save_profile(work, RONDOM, "Team lead", {**LEAD, "resultaatgerichtheid": "4"})
    save_profile(work, RONDOM, "Planner", {"resultaatgerichtheid": "1"})
    round_, participants = a_round_about(work, "team  LEAD", "Planner", "Nobody knows", "")
    assert [participant.target_levels for participant in participants] == [None] * 4
    launch_round(work, round_.id)
    assert [participant.target_levels for participant in participants] == [
        {"analyseren": 3, "empathie": 2},
        None,
        None,
        None,
    ]


def test_a_round_takes_the_profile_of_its_own_framework(work: Work) -> None:
    copy_framework(work, RONDOM, "ours", "Ours")
    publish_draft(work, "ours")
    save_profile(work, RONDOM, "Team lead", {"empathie": "1"})
    profile = save_profile(work, "ours", "Team lead", {"empathie": "4"})
    round_, (participant,) = a_round_about(work, "Team lead", framework_id="ours")
    launch_round(work, round_.id)
    assert participant.target_levels == {"empathie": 4}
    with pytest.raises(NotFoundError):
        find_profile(work, RONDOM, profile.id)


def test_a_round_by_indicator_gets_no_targets(work: Work) -> None:
    save_profile(work, RONDOM, "Team lead", LEAD)
    round_, (participant,) = a_round_about(work, "Team lead", questions="indicator")
    launch_round(work, round_.id)
    assert participant.target_levels is None


def test_a_later_change_of_the_profile_touches_no_launched_round(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        profile_id = save_profile(work, RONDOM, "Team lead", LEAD).id
        round_, (participant,) = a_round_about(work, "Team lead")
        launch_round(work, round_.id)
        participant_id = participant.id
    with open_work(tools, SYSTEM) as work:
        save_profile(work, RONDOM, "Team lead", {"analyseren": "1"}, profile_id)
    with open_work(tools, SYSTEM) as work:
        delete_profile(work, RONDOM, profile_id)
    with open_reading(tools, SYSTEM) as work:
        frozen = work.session.get_one(Participant, participant_id).target_levels
        assert frozen == {"analyseren": 3, "empathie": 2}


def test_before_the_launch_it_is_told_who_has_no_profile(work: Work) -> None:
    save_profile(work, RONDOM, "Team lead", LEAD)
    round_, _ = a_round_about(work, "Team lead", "Planner", "planner", "")
    found = target_coverage(work, round_)
    assert (found.participants, found.with_profile, len(found.roles_without)) == (4, 1, 1)


def test_the_competencies_of_a_profile_come_in_the_order_of_the_framework(work: Work) -> None:
    profile = save_profile(work, RONDOM, "Lead", {"empathie": "2", "analyseren": "3"})
    assert competencies_of_profile(work, RONDOM, profile.id) == ("analyseren", "empathie")
    replace_switched_off(work.session, RONDOM, ["analyseren"])
    assert competencies_of_profile(work, RONDOM, profile.id) == ("empathie",)
    replace_switched_off(work.session, RONDOM, ["analyseren", "empathie"])
    with pytest.raises(InvalidError, match="can be asked about"):
        competencies_of_profile(work, RONDOM, profile.id)
