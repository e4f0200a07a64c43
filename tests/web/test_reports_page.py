"""The page of a report says what the report JSON says, in words and pictures, and nothing that it hides."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from app.bootstrap import Bundle
from app.domain.raters import RaterGroup
from app.services.finding import find_round
from app.services.work import SYSTEM, open_work
from tests.web.report_scenes import SILENT, a_scene

CANNOT_JUDGE = "cannot_judge"
MIXED = {
    "self": [4],
    "manager": [2],
    "peer": [1, 2, 2, 3, 4, 4],
    "direct_report": [4, 4, 4, 4, 4],
    "other": [1, 1],
}
NAMES = {
    "self": "You",
    "manager": "Manager",
    "peer": "Peers",
    "direct_report": "Direct reports",
    "other": "Others",
}
POLICIES = [
    pytest.param({"policy_name": name, "k": k}, id=f"{name}-{k}")
    for name in ("core", "classic")
    for k in (3, 4)
]


def lanes_of(page: BeautifulSoup, competency: str) -> dict[str, Tag]:
    """Return the lanes of a competency by the name of their group."""
    return {
        next(lane.select(".lane-label")[0].stripped_strings): lane
        for lane in page.select(f"#c-{competency} > .lanes > .lane")
    }


def drawn(lane: Tag) -> tuple[dict[int, int], int]:
    """Return how many signs a lane draws at each level, and how many outlines."""
    dots: dict[int, int] = {}
    for dot in lane.select(".lane-picture use[href^='#sign-']"):
        level = round(float(str(dot["x"]).rstrip("%")) / 25 + 0.5)
        dots[level] = dots.get(level, 0) + 1
    return dots, len(lane.select(".lane-span"))


@pytest.mark.parametrize("policy", POLICIES)
def test_every_cell_shows_exactly_the_numbers_of_the_json(
    app: Flask, bundle: Bundle, policy: dict[str, object]
) -> None:
    scene = a_scene(app, bundle, MIXED, **policy)  # type: ignore[arg-type]
    page = scene.page()
    for competency in scene.json()["competencies"]:
        lanes = lanes_of(page, competency["id"])
        cells = [cell for cell in competency["cells"] if cell["groups"] != ["other"]]
        assert len(lanes) == len(cells)
        for cell in cells:
            lane = lanes[NAMES[cell["groups"][0]]]
            if not cell["shown"]:
                assert lane.select(".lane-reading")[0].get_text() == cell["reason"]
                continue
            dots, spans = drawn(lane)
            counts = {int(level): count for level, count in cell["distribution"].items() if count}
            assert sum(dots.values()) + spans == sum(counts.values())
            if not spans:
                assert dots == counts
            figures = " ".join(one.get_text() for one in lane.select(".lane-figure"))
            numbers = [float(one) for one in re.findall(r"\d+(?:\.\d+)?", figures)]
            expected = [cell["n"]] if cell["n"] > 1 else []
            if expected and sum(counts.values()) < cell["n"]:
                expected.append(sum(counts.values()))
            if expected and cell["mean"] is not None:
                expected.append(cell["mean"])
            assert numbers == expected


def test_a_group_that_is_shown_nowhere_says_so_once_for_the_whole_report(app: Flask, bundle: Bundle) -> None:
    page = a_scene(app, bundle, MIXED).page()
    assert "Others" not in lanes_of(page, "analyseren")
    assert "Others" not in page.select("#overview")[0].get_text()
    assert page.get_text().count("Others: 2 of 2 answered, fewer than 4.") == 1
    assert "Others: 2 of 2 answered, fewer than 4." in page.select("#answered")[0].get_text()


def test_what_is_hidden_carries_no_number_and_no_picture(app: Flask, bundle: Bundle) -> None:
    page = a_scene(app, bundle, {"self": [3], "peer": [3, 3, 3, CANNOT_JUDGE]}).page()
    hidden = lanes_of(page, "empathie")["Peers"]
    assert not hidden.select(".lane-picture")
    assert not any(character.isdigit() for character in hidden.get_text())


def test_a_cell_that_too_few_could_judge_states_its_reason(app: Flask, bundle: Bundle) -> None:
    page = a_scene(app, bundle, {"self": [3], "peer": [3, 3, 3, CANNOT_JUDGE]}).page()
    assert "Too few people could judge this" in lanes_of(page, "empathie")["Peers"].get_text()
    assert (
        "Peers: not shown. Too few people could judge this" in page.select("#o-empathie-desc")[0].get_text()
    )


def test_a_unanimous_group_is_drawn_with_one_answer_left_open(app: Flask, bundle: Bundle) -> None:
    lane = lanes_of(a_scene(app, bundle, MIXED).page(), "empathie")["Direct reports"]
    assert drawn(lane) == ({4: 2}, 1)
    assert lane.select(".lane-picture")[0]["aria-label"] == (
        "Direct reports. level 1: 0, level 2: 0, level 3: 0, level 4: 2, one from level 3 to level 4"
    )
    assert "3.7 or higher on average" in lane.get_text()


def test_another_lowest_or_highest_answer_gives_the_same_page(app: Flask, bundle: Bundle) -> None:
    pages = []
    for peers in ([1, 2, 3, 3, 3], [2, 2, 3, 3, 4]):
        scene = a_scene(app, bundle, {"self": [2], "peer": peers}, name="Spring")
        # the address of the report is the only thing that may differ between two participants
        pages.append(str(scene.page().select(".report")[0]).replace(scene.participant_id, "anna"))
    assert pages[0] == pages[1]


def test_the_first_screen_names_what_stands_out_with_a_picture_and_a_link(app: Flask, bundle: Bundle) -> None:
    page = a_scene(app, bundle, {"self": [4], "peer": [1, 1, 2, 3, 3]}).page()
    entry = page.select("#blind-spots .entry")[0]
    assert "The self-rating lies a level or more above what others see." in entry.get_text()
    assert "Self 4, others 2 on average." in entry.get_text()
    assert entry.select("svg desc")[0].get_text() == "You: level 4. Peers: level 2."
    for link in page.select("#stands-out a"):
        assert page.select(str(link["href"]))
    assert "their middle answers go from level 1 to level 3" in page.select("#explore .entry")[0].get_text()
    assert "None" in page.select("#hidden-strengths")[0].get_text()


def test_without_answers_of_others_one_sentence_says_so(app: Flask, bundle: Bundle) -> None:
    page = a_scene(
        app, bundle, {"self": [3], "manager": [SILENT], "peer": [3, SILENT, SILENT, SILENT]}
    ).page()
    assert page.select("#stands-out")[0].get_text(" ", strip=True) == (
        "What stands out Nothing can be said here, because no answers of others are shown."
        " Further down you find what was answered."
    )


@pytest.mark.parametrize(
    ("policy", "is_said"),
    [("core", "As in judged sports"), ("classic", "All answers of a group are shown")],
)
def test_the_page_explains_its_policy(app: Flask, bundle: Bundle, policy: str, is_said: str) -> None:
    rules = a_scene(app, bundle, MIXED, policy_name=policy).page().select(".rules")[0].get_text()
    assert is_said in rules
    assert "fewer than 8 raters" not in rules


def test_few_raters_are_told_that_small_differences_mean_little(app: Flask, bundle: Bundle) -> None:
    rules = a_scene(app, bundle, {"self": [3], "peer": [3, 3, 3, 3]}).page().select(".rules")[0].get_text()
    assert "With fewer than 8 raters, differences under half a level mean little." in rules


def test_means_are_written_in_the_readers_language(app: Flask, bundle: Bundle) -> None:
    scene = a_scene(app, bundle, MIXED)
    assert "2.8" in lanes_of(scene.page("en"), "empathie")["Peers"].get_text()
    dutch = [lane.get_text() for lane in scene.page("nl").select("#c-empathie > .lanes > .lane")]
    assert any("2,8" in lane for lane in dutch)


def test_level_texts_say_whose_answers_lie_there(app: Flask, bundle: Bundle) -> None:
    page = a_scene(app, bundle, MIXED).page()
    here = [one.get_text(" ", strip=True) for one in page.select("#c-empathie .level-here")]
    assert here == [
        "No answer that is shown lies here.",
        "Here: Manager; Peers: 2",
        "Here: Peers: 1; Direct reports: one at 3 or 4",
        "Here: You; Peers: 1; Direct reports: 2, and one at 3 or 4",
    ]


def test_own_groups_keep_their_names(app: Flask, bundle: Bundle) -> None:
    answers = {"self": [3], "peer": [3, 3], "board": [2, 3]}
    page = a_scene(app, bundle, answers, own_groups=(RaterGroup("board", "The <Board>"),)).page()
    assert "Peers and The <Board>" in lanes_of(page, "empathie")


def test_texts_of_the_framework_in_another_language_are_marked(app: Flask, bundle: Bundle) -> None:
    scene = a_scene(app, bundle, MIXED)
    with open_work(bundle.tools, SYSTEM) as work:
        round_ = find_round(work, scene.round_id)
        round_.questionnaires = {"nl": (round_.questionnaires or {})["nl"]}
    assert scene.page("en").select("#c-empathie h4")[0]["lang"] == "nl"
    assert not scene.page("nl").select("#c-empathie h4")[0].get("lang")


EVIL = '<script>alert(1)</script>\n"><img src=x onerror=alert(2)>\n' + "x" * 300


def test_comments_and_names_are_shown_as_they_were_written(app: Flask, bundle: Bundle) -> None:
    name = "<svg onload=alert(3)> O'Neil"
    scene = a_scene(
        app, bundle, {"self": [3], "peer": [3] * 4}, participant_name=name, comment=EVIL, name="<b>Round</b>"
    )
    page = scene.page()
    assert page.select("h1")[0].get_text() == name
    assert page.select(".kicker")[0].get_text() == "<b>Round</b>"
    assert not page.select("script:not([src]), img, main b, [onload], [onerror]")
    pools = page.select("#q-empathie .voices")
    assert [len(pool.select("li")) for pool in pools] == [1, 4]
    assert {one.get_text() for one in page.select(".voices li")} == {EVIL}


def test_comments_stand_in_the_pools_and_the_order_of_the_json(app: Flask, bundle: Bundle) -> None:
    scene = a_scene(
        app, bundle, {"self": [3], "peer": [3] * 4, "direct_report": [2] * 2}, comment="Well done"
    )
    pools = [pool for pool in scene.json()["comments"] if pool["question"] == "keep"]
    question = scene.page().select("#q-keep")[0]
    assert [one.get_text() for one in question.select(".pool-label")] == ["You", "Peers and direct reports"]
    for pool, shown in zip(pools, question.select(".voices"), strict=True):
        assert [one.get_text() for one in shown.select("li")] == pool["texts"]


def test_a_round_without_comments_says_so(app: Flask, bundle: Bundle) -> None:
    assert "There are no comments to show." in a_scene(app, bundle, MIXED).page().get_text()


def test_an_indicator_round_shows_frequencies_and_no_level_of_a_competency(
    app: Flask, bundle: Bundle
) -> None:
    scene = a_scene(app, bundle, {"self": [4], "peer": [2, 3, 3, 5]}, questions="indicator")
    page, report = scene.page(), scene.json()
    competency = report["competencies"][0]
    section = page.select(f"#c-{competency['id']}")[0]
    assert not section.select(".gap, .level-heads")
    assert len(section.select(".frequency-part")) == len(competency["levels"])
    assert len(section.select(".indicator")) == len(competency["indicators"])
    assert "Peers: sometimes." in [one.get_text()[-17:] for one in page.select("#overview desc")]
    assert "places no competency on a level" in page.select("#stands-out")[0].get_text()
    first = section.select(".indicator")[0].select(".lane-picture")[1]
    assert first["aria-label"] == "Peers. never: 0, rarely: 0, sometimes: 2, often: 0, always: 0"
