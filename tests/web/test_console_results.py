"""The pages about a whole sealed round: how reliable it is, and its teams."""

import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app.bootstrap import Bundle
from app.domain.quality_figures import CompetencyQuality, GroupQuality, Quality, Reliability
from app.services.sealing import seal_round
from app.services.work import SYSTEM, open_work
from app.storage.qualities import RoundQuality
from app.storage.rounds import Round
from tests.builders import a_person, a_signed_in_person
from tests.services.crowds import a_crowded_round
from tests.web.console_scenes import Scene, a_running_round, a_sealed_round, scene_of, words
from tests.web.visitor import Visitor

PEERS = GroupQuality("peer", None, 42, Reliability(0.35, 0.7, 4.3), 0.75, 0.3, 10, 5)


def a_sealed_crowd(bundle: Bundle, participants: int = 10, **settings: object) -> Scene:
    """Return a sealed round with enough participants for two teams."""
    departments = ("Sales", "=cmd|'/C calc'!A1")
    round_id = a_crowded_round(
        bundle.tools, participants, peers=4, departments=departments, targets={"analyseren": 3}, **settings
    )
    seal_round(bundle.tools, round_id)
    return scene_of(bundle, round_id)


def store(bundle: Bundle, scene: Scene, quality: Quality) -> None:
    """Put figures in the place of those of a round that is too small for any."""
    with open_work(bundle.tools, SYSTEM) as work:
        work.session.get_one(RoundQuality, scene.round_id).document = quality.to_json()


def test_every_page_of_a_sealed_round_leads_to_its_results(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_sealed_round(bundle)
    for page in ("progress", "release", "quality", "teams"):
        links = {link["href"] for link in administrator.page(scene.at(page)).select("nav.local-nav a")}
        assert {scene.at("quality"), scene.at("teams")} <= links
    running = a_running_round(bundle)
    assert not administrator.page(running.at("progress")).select("nav.local-nav")


@pytest.mark.parametrize("page", ["quality", "teams"])
def test_before_the_seal_there_is_nothing_to_see(administrator: Visitor, bundle: Bundle, page: str) -> None:
    scene = a_running_round(bundle)
    assert "Not yet" in words(administrator.page(scene.at(f"{page}?lang=en")))


@pytest.mark.parametrize("page", ["quality", "teams", "teams/xlsx", "teams/pdf"])
def test_only_administrators_see_results(bundle: Bundle, client: Visitor, page: str) -> None:
    scene = a_sealed_round(bundle)
    assert client.get(scene.at(page)).status_code == 303
    with open_work(bundle.tools, SYSTEM) as work:
        person = a_person(work)
    client.sign_in_with(a_signed_in_person(bundle.tools, person))
    assert client.get(scene.at(page)).status_code == 404


def test_a_small_round_says_why_it_has_no_figures(administrator: Visitor, bundle: Bundle) -> None:
    said = words(administrator.page(a_sealed_round(bundle).at("quality?lang=en")))
    assert "fewer than 30 participants got answers from two raters or more" in said
    assert "3 supervisors, 4 peers or 6 direct reports" in said
    assert "Peers 5 5 100 %" in said


def test_figures_come_in_words_first(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_sealed_round(bundle)
    store(bundle, scene, Quality(4, (PEERS,), (CompetencyQuality("analyseren", "one_question", None, 15),)))
    said = words(administrator.page(scene.at("quality?lang=en")))
    assert "They agree well enough to tell participants apart: with the 4.3 answers" in said
    assert "the reliability is 0.70." in said
    assert "One rater alone would have a reliability of 0.35." in said
    assert "5 answers per participant are enough for 0.70" in said
    assert "“I cannot judge this”: about 10 % of the answers." in said
    assert "The same level throughout: 5 % or less of the forms." in said
    assert "Analysing about 15 %" in said


def test_the_ends_of_what_is_told_say_so(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_sealed_round(bundle)
    group = GroupQuality("peer", None, 42, Reliability(0.0, 0.0, 4.3), 0.95, 0.0, 5, 95)
    store(bundle, scene, Quality(4, (group,), ()))
    said = words(administrator.page(scene.at("quality?lang=en")))
    assert "They hardly tell participants apart" in said
    assert "the reliability is 0, no more than chance." in said
    assert "At this rate no number of raters would be enough." in said
    assert "agreement 0.95 or more" in said
    assert "95 % or more of the forms" in said


@pytest.mark.parametrize(("language", "figure"), [("nl", "0,70"), ("fr", "0,70")])
def test_figures_follow_the_language(
    administrator: Visitor, bundle: Bundle, language: str, figure: str
) -> None:
    scene = a_sealed_round(bundle)
    store(bundle, scene, Quality(4, (PEERS,), ()))
    assert figure in words(administrator.page(scene.at(f"quality?lang={language}")))


def test_a_round_from_before_says_that_its_answers_are_gone(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_sealed_round(bundle)
    with open_work(bundle.tools, SYSTEM) as work:
        work.session.delete(work.session.get_one(RoundQuality, scene.round_id))
    assert "cannot be computed any more" in words(administrator.page(scene.at("quality?lang=en")))


def test_too_few_participants_have_an_empty_team_report(administrator: Visitor, bundle: Bundle) -> None:
    page = administrator.page(a_sealed_round(bundle).at("teams?lang=en"))
    assert "Too few for a team report" in words(page)
    assert not page.select("table")


def test_teams_have_shaded_cells_with_figures_and_words(administrator: Visitor, bundle: Bundle) -> None:
    page = administrator.page(a_sealed_crowd(bundle).at("teams?lang=en"))
    assert [words(head) for head in page.select(".heat-map thead th")] == [
        "Competency",
        "=cmd|'/C calc'!A1 5 participants",
        "Sales 5 participants",
        "Everybody 10 participants",
    ]
    first = page.select(".heat-map tbody tr:not(.heat-cluster)")[0].select("td")
    assert [words(cell) for cell in first] == [
        "3.5 between 3 and 4",
        "1.5 between 1 and 2",
        "2.5 between 2 and 3",
    ]
    assert [cell["class"] for cell in first] == [["heat", "heat-5"], ["heat", "heat-1"], ["heat", "heat-3"]]


def test_targets_stand_beside_the_answers(administrator: Visitor, bundle: Bundle) -> None:
    page = administrator.page(a_sealed_crowd(bundle).at("teams?lang=en"))
    (line,) = page.select(".target-line")
    assert "Roles that ask for level 3 10 participants; most answers lie below it" in words(line)
    (bar,) = line.select("svg")
    assert bar["aria-label"] == "level 1: 25 %, level 2: 25 %, level 3: 25 %, level 4: 25 %"


def test_the_page_says_why_blind_spots_are_not_counted(administrator: Visitor, bundle: Bundle) -> None:
    assert "no count of blind spots" in words(administrator.page(a_sealed_crowd(bundle).at("teams?lang=en")))


def test_a_round_under_classic_waits_for_its_rule(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_sealed_crowd(bundle, policy_name="classic")
    page = administrator.page(scene.at("teams?lang=en"))
    assert "two versions could be subtracted" in words(page)
    assert page.select_one(f'main a[href="{scene.at("release")}"]')
    administrator.send(scene.at("release"))
    assert administrator.page(scene.at("teams?lang=en")).select(".heat")


def test_the_workbook_holds_texts_as_texts(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_sealed_crowd(bundle)
    response = administrator.get(scene.at("teams/xlsx?lang=en"))
    assert response.headers["Content-Disposition"] == f'attachment; filename="teams-{scene.round_id}.xlsx"'
    sheet = load_workbook(io.BytesIO(response.data)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
    assert rows[0][3:6] == ["=cmd|'/C calc'!A1", 5, 3.5]
    assert rows[3][3:6] == ["Roles that ask for level 3", 10, 2.5]


@pytest.mark.parametrize("language", ["en", "nl", "fr"])
def test_the_paper_says_what_the_page_says(administrator: Visitor, bundle: Bundle, language: str) -> None:
    response = administrator.get(a_sealed_crowd(bundle).at(f"teams/pdf?lang={language}"))
    assert response.mimetype == "application/pdf"
    said = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.data)).pages)
    assert "Sales" in said
    assert ("3.5" if language == "en" else "3,5") in said


@pytest.mark.parametrize("path", ["teams/html", "teams/xlsx"])
def test_there_is_no_file_of_another_kind_or_before_the_seal(
    administrator: Visitor, bundle: Bundle, path: str
) -> None:
    scene = a_running_round(bundle)
    assert administrator.get(scene.at(path)).status_code in {404, 409}


def test_an_indicator_round_lists_indicators(administrator: Visitor, bundle: Bundle) -> None:
    scene = an_indicator_crowd(bundle)
    page = administrator.page(scene.at("teams?lang=en"))
    assert "Indicator" in words(page.select(".heat-map thead th")[0])
    assert not page.select(".target-line")
    assert administrator.get(scene.at("teams/pdf?lang=en")).status_code == 200
    assert "Do its indicators go together?" in words(administrator.page(scene.at("quality?lang=en")))


def an_indicator_crowd(bundle: Bundle) -> Scene:
    round_id = a_crowded_round(
        bundle.tools,
        5,
        peers=4,
        questions="indicator",
        competencies=("analyseren",),
        has_open_questions=False,
    )
    seal_round(bundle.tools, round_id)
    return scene_of(bundle, round_id)


def test_looking_changes_nothing(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_sealed_crowd(bundle)
    look: Callable[[str], bytes] = lambda path: administrator.get(scene.at(path)).data  # noqa: E731
    assert look("teams/pdf?lang=en") == look("teams/pdf?lang=en")
    with open_work(bundle.tools, SYSTEM) as work:
        assert work.session.get_one(Round, scene.round_id).state == "closed"
