"""The report's page stays whole at the edges, and says in words what it draws."""

from collections.abc import Sequence
from itertools import combinations_with_replacement, product

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app.domain.anonymity import Policy
from tests.web.report_cases import CASES, COMBINING, HEBREW, LONG, MANY, NAMES, OWN, QUOTED, SMALL
from tests.web.report_pages import Ratings, publication_of, questionnaire_of, rendered

QUESTIONNAIRE = questionnaire_of(SMALL, ["analysing", "planning", "empathy"])


def page_of(app: Flask, case: str, language: str = "en") -> BeautifulSoup:
    return BeautifulSoup(CASES[case].page(app, language), "html.parser")


@pytest.mark.parametrize("language", ["en", "nl", "fr"])
@pytest.mark.parametrize("case", CASES)
def test_every_id_is_there_once_and_every_reference_leads_somewhere(
    app: Flask, case: str, language: str
) -> None:
    page = page_of(app, case, language)
    ids = [each["id"] for each in page.select("[id]")]
    assert len(ids) == len(set(ids))
    wanted = {
        name for each in page.select("[aria-labelledby]") for name in str(each["aria-labelledby"]).split()
    }
    wanted |= {str(each["href"])[1:] for each in page.select("a[href^='#'], use[href^='#']")}
    assert wanted <= set(ids)


@pytest.mark.parametrize("case", CASES)
def test_every_picture_has_its_words(app: Flask, case: str) -> None:
    for picture in page_of(app, case).select("main svg[role=img]"):
        words = [one.get_text() for one in picture.select("title, desc")]
        assert all(words) if words else picture["aria-label"]
        assert words or picture.get("aria-label")


@pytest.mark.parametrize("case", ["nobody", "nobody-could-judge"])
def test_where_nothing_is_shown_nothing_is_drawn(app: Flask, case: str) -> None:
    page = page_of(app, case)
    assert page.select("svg[role=img], .spider, .key") == []
    assert "Nothing is shown here." in page.select("#overview")[0].get_text()
    assert "lowest are left out" not in page.select("#overview")[0].get_text()


def test_odd_names_reach_the_reader_letter_by_letter(app: Flask) -> None:
    page = page_of(app, "odd-names")
    assert [one.get_text() for one in page.select("#overview .plot-name a")] == list(NAMES)
    spider = page.select("#s-1-desc")[0].get_text()
    assert all(name in spider for name in NAMES)
    assert all(group.label in spider for group in OWN)
    assert page.select("h1")[0].get_text() == f"{HEBREW} {LONG} {COMBINING} {QUOTED}"
    assert not page.select("main b")


def test_a_group_written_from_right_to_left_keeps_the_numbers_beside_it_in_their_place(app: Flask) -> None:
    labels = [one.get_text() for one in page_of(app, "odd-names").select(".lane-label")]
    assert any(
        f"\N{FIRST STRONG ISOLATE}{HEBREW}\N{POP DIRECTIONAL ISOLATE} 4 answers" in one for one in labels
    )


def test_all_competencies_make_a_light_page(app: Flask) -> None:
    assert len(CASES["all"].page(app, "nl").encode()) < 400_000


@pytest.mark.parametrize(
    ("case", "title"),
    [
        pytest.param("classic", "All competencies at a glance", id="few competencies"),
        pytest.param("all", "All clusters at a glance", id="many competencies"),
        pytest.param("odd-names", None, id="one cluster is the whole"),
        pytest.param("by-indicator", None, id="no level is derived from indicators"),
    ],
)
def test_the_whole_is_one_net_where_it_stays_readable(app: Flask, case: str, title: str | None) -> None:
    titles = [one.get_text() for one in page_of(app, case).select(".overview-head .spider title")]
    assert titles == ([title] if title else [])


def test_a_group_that_could_not_judge_is_named_where_it_is_missing(app: Flask) -> None:
    answers: dict[str, Sequence[Ratings]] = {**MANY, "peer": [{"*": 3, "planning": None}] * 6}
    page = BeautifulSoup(rendered(app, publication_of(answers, QUESTIONNAIRE), QUESTIONNAIRE), "html.parser")
    rows = {
        str(row.select("a")[0]["href"]): row.get_text(" ", strip=True)
        for row in page.select("#overview .plot-row")
    }
    assert "Not shown: Peers" in rows["#c-planning"]
    assert "Not shown" not in rows["#c-empathy"]


@pytest.mark.parametrize("size", [4, 5])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_answers_with_the_same_code_make_the_same_page_pictures_included(
    app: Flask, size: int, language: str
) -> None:
    pages: dict[str, set[str]] = {}
    for levels in combinations_with_replacement((1, 2, 3, 4), size):
        answers = {"self": [{"*": 3}], "peer": [{"*": level} for level in levels]}
        publication = publication_of(answers, QUESTIONNAIRE)
        page = rendered(app, publication, QUESTIONNAIRE, language, targets={"empathy": 3})
        pages.setdefault(publication.to_json(), set()).add(page)
    assert all(len(same) == 1 for same in pages.values())
    assert len(pages) < len(list(combinations_with_replacement((1, 2, 3, 4), size)))


@pytest.mark.parametrize("policy", [Policy("core", 3), Policy("core", 4)], ids=str)
def test_whether_something_is_drawn_depends_on_counts_only(app: Flask, policy: Policy) -> None:
    seen = set()
    for peers, reports in product((1, 4), repeat=2):
        answers = {"self": [{"*": 2}], "peer": [{"*": peers}] * 4, "direct_report": [{"*": reports}] * 2}
        page = BeautifulSoup(
            rendered(app, publication_of(answers, QUESTIONNAIRE, policy), QUESTIONNAIRE), "html.parser"
        )
        seen.add(
            (
                len(page.select("#overview svg[role=img]")),
                len(page.select(".lane-picture")),
                tuple(one.get_text() for one in page.select(".key")),
            )
        )
    assert len(seen) == 1
