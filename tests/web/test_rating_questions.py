"""Answering: the list, the parts, everything on one page, and what is kept when something is wrong."""

from html import unescape

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from app.bootstrap import Bundle
from tests.web.raters import RaterAtWork, a_rater_at_work


@pytest.fixture
def rater(app: Flask, bundle: Bundle) -> RaterAtWork:
    """Return somebody who has pressed Start."""
    found = a_rater_at_work(app, bundle)
    found.start()
    return found


def states(rater: RaterAtWork) -> list[str]:
    rows = rater.visitor.page(rater.desk).select(".rows > li")
    return [row.select(".tag")[0].get_text(strip=True) for row in rows]


def main_words(page: BeautifulSoup) -> str:
    return " ".join(page.select("main")[0].get_text(" ").split())


def field(page: BeautifulSoup, name: str) -> Tag:
    return page.select(f'[name="{name}"]')[0]


def chosen(page: BeautifulSoup) -> dict[str, str]:
    return {str(each["name"]): str(each["value"]) for each in page.select("input[type=radio][checked]")}


def test_the_list_begins_with_oneself_and_says_what_is_next(rater: RaterAtWork) -> None:
    page = rater.visitor.page(rater.desk)
    assert [link.get_text() for link in page.select(".rows a")] == ["Yourself", "Anna", "Bram"]
    assert [link.get_text(strip=True) for link in page.select("main a.button-primary")] == [
        "Begin with yourself"
    ]


def test_the_list_tells_saved_from_sent_in(rater: RaterAtWork) -> None:
    rater.visitor.send(rater.at("Anna", "soft-skills"), {"rating-empathie": "2", "action": "stop"})
    rater.visitor.send(rater.at("Bram", "all"), {**rater.complete("Bram"), "action": "submit"})
    rater.visitor.send(rater.at("self", "decline"), {"reason": ""})
    assert states(rater) == ["Declined", "Saved, not sent in", "Sent in"]
    rater.visitor.send(rater.at("Bram", "soft-skills"), {"rating-empathie": "1"})
    assert states(rater)[2] == "Sent in; later changes not sent in"


def test_field_names_are_the_contract(rater: RaterAtWork) -> None:
    page = rater.visitor.page(rater.at("Anna", "all"))
    names = {str(each["name"]) for each in page.select("form.rating-form [name]")}
    assert names == {
        "csrf_token",
        "page",
        "group",
        "action",
        "rating-analyseren",
        "rating-empathie",
        "comment-analyseren",
        "comment-empathie",
        "comment-keep",
        "comment-start",
        "comment-stop",
    }
    values = [each["value"] for each in page.select("input[name=rating-empathie]")]
    assert values == ["1", "2", "3", "4", "cannot_judge"]


def test_field_names_of_indicator_questions(app: Flask, bundle: Bundle) -> None:
    rater = a_rater_at_work(app, bundle, questions="indicator")
    rater.start()
    page = rater.visitor.page(rater.at("Anna", "soft-skills"))
    values = [each["value"] for each in page.select('input[name="rating-empathie-2-1"]')]
    assert values == ["1", "2", "3", "4", "5", "cannot_judge"]


def test_a_rater_reads_the_other_wording_and_oneself_the_own(rater: RaterAtWork) -> None:
    item = rater.form("Anna").questionnaire.items[0]
    wording = item.levels[0].indicators[0]
    about_anna = unescape(rater.visitor.get(rater.at("Anna", "all")).text)
    about_oneself = unescape(rater.visitor.get(rater.at("self", "all")).text)
    assert wording.other in about_anna
    assert wording.self not in about_anna
    assert wording.self in about_oneself
    assert wording.other not in about_oneself


def test_the_parts_follow_one_another_to_the_review(rater: RaterAtWork) -> None:
    first = rater.visitor.send(rater.at("Anna", "informatieverwerking"), {"rating-analyseren": "3"})
    assert first.location == rater.at("Anna", "soft-skills")
    second = rater.visitor.send(rater.at("Anna", "soft-skills"), {"rating-empathie": "2", "action": "next"})
    assert second.location == rater.at("Anna", "closing-questions")
    last = rater.visitor.send(rater.at("Anna", "closing-questions"), {"comment-keep": "Doorgaan"})
    assert last.location == rater.at("Anna", "review")
    stored = rater.stored("Anna")
    assert (stored.ratings, stored.comments) == ({"analyseren": 3, "empathie": 2}, {"keep": "Doorgaan"})


@pytest.mark.parametrize(
    ("part", "action", "target"),
    [
        ("soft-skills", "previous", "informatieverwerking"),
        ("informatieverwerking", "previous", "informatieverwerking"),
        ("soft-skills", "all", "all"),
        ("all", "parts", "informatieverwerking"),
        ("all", "save", "all"),
        ("soft-skills", "nonsense", "closing-questions"),
    ],
)
def test_every_button_saves_first(rater: RaterAtWork, part: str, action: str, target: str) -> None:
    asked = "empathie" if part != "informatieverwerking" else "analyseren"
    response = rater.visitor.send(rater.at("Anna", part), {f"rating-{asked}": "4", "action": action})
    assert (response.status_code, response.location) == (303, rater.at("Anna", target))
    assert rater.stored("Anna").ratings == {asked: 4}


@pytest.mark.parametrize(
    ("part", "buttons"),
    [
        ("informatieverwerking", ["Save and next", "Save and stop"]),
        ("soft-skills", ["Save and next", "Previous", "Save and stop"]),
        ("closing-questions", ["Save and review", "Previous", "Save and stop"]),
        ("all", ["Save", "Send in", "Save and stop"]),
    ],
)
def test_every_part_has_its_buttons(rater: RaterAtWork, part: str, buttons: list[str]) -> None:
    page = rater.visitor.page(rater.at("Anna", part))
    assert [button.get_text() for button in page.select("form.rating-form .actions button")] == buttons


def test_stopping_leads_to_the_list_and_says_that_saved_is_not_sent_in(rater: RaterAtWork) -> None:
    response = rater.visitor.send(
        rater.at("Anna", "soft-skills"), {"rating-empathie": "4", "action": "stop"}, follow_redirects=True
    )
    assert "Saved at 11:00. Saved is not sent in yet." in response.text


def test_going_on_opens_the_part_with_the_first_missing_answer(rater: RaterAtWork) -> None:
    assert rater.visitor.get(rater.at("Anna")).location == rater.at("Anna", "informatieverwerking")
    rater.visitor.send(rater.at("Anna", "informatieverwerking"), {"rating-analyseren": "3"})
    assert rater.visitor.get(rater.at("Anna")).location == rater.at("Anna", "soft-skills")
    rater.visitor.send(rater.at("Anna", "soft-skills"), {"rating-empathie": "3"})
    assert rater.visitor.get(rater.at("Anna")).location == rater.at("Anna", "review")


def test_stored_answers_are_shown_again(rater: RaterAtWork) -> None:
    comment = 'Zei "<b>stop</b>"\n & ging door'
    rater.visitor.send(
        rater.at("Anna", "soft-skills"), {"rating-empathie": "cannot_judge", "comment-empathie": comment}
    )
    for part in ("soft-skills", "all"):
        page = rater.visitor.page(rater.at("Anna", part))
        assert chosen(page) == {"rating-empathie": "cannot_judge"}
        assert field(page, "comment-empathie").get_text() == f"\n{comment}"


def test_a_comment_that_is_too_long_is_shown_again_with_its_error(rater: RaterAtWork) -> None:
    typed: dict[str, object] = {
        "rating-empathie": "4",
        "comment-empathie": "x" * 10_001,
        "comment-keep": "not here",
    }
    response = rater.visitor.send(rater.at("Anna", "soft-skills"), typed)
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 422
    assert field(page, "comment-empathie").get_text() == "\n" + "x" * 10_001
    assert field(page, "comment-empathie")["aria-describedby"] == (
        "comment-empathie-hint comment-empathie-error"
    )
    assert chosen(page) == {"rating-empathie": "4"}
    assert [link["href"] for link in page.select(".error-summary a")] == ["#comment-empathie"]
    assert rater.stored("Anna").ratings == {"empathie": 4}
    assert rater.stored("Anna").comments == {}


def test_comments_too_long_together_are_all_shown_again(app: Flask, bundle: Bundle) -> None:
    names = ("analyseren", "empathie", "integriteit", "netwerken")
    rater = a_rater_at_work(app, bundle, competencies=names)
    rater.start()
    typed = {f"comment-{name}": "\N{GRINNING FACE}" * 10_000 for name in (*names, "keep", "start", "stop")}
    response = rater.visitor.send(rater.at("Anna", "all"), dict(typed))
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 422
    assert "too long" in main_words(page)
    assert field(page, "comment-netwerken").get_text().strip() == typed["comment-netwerken"]
    assert rater.rows() == (0, 0)


def test_a_body_beyond_the_limit_gets_a_friendly_page(rater: RaterAtWork) -> None:
    response = rater.visitor.send(rater.at("Anna", "all"), {"comment-keep": "x" * 1_100_000})
    assert response.status_code == 413
    assert rater.rows() == (0, 0)


def test_one_post_of_everything_sends_in(rater: RaterAtWork) -> None:
    fields = {**rater.complete("Anna", 2, "Helder"), "action": "submit"}
    response = rater.visitor.send(rater.at("Anna", "all"), fields)
    assert (response.status_code, response.location) == (303, rater.desk)
    assert (rater.state("Anna"), rater.rows()) == ("done", (0, 1))
    assert rater.stored("Anna").comments["stop"] == "Helder"


def test_one_post_with_something_missing_is_saved_and_names_what_is_missing(rater: RaterAtWork) -> None:
    response = rater.visitor.send(
        rater.at("Anna", "all"), {"rating-analyseren": "3", "action": "submit", "comment-keep": "Ja"}
    )
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 422
    links = {str(link["href"]): link.get_text() for link in page.select(".error-summary a")}
    assert links == {"#rating-empathie": "Empathy: no answer yet"}
    assert page.select("#rating-empathie .error")
    assert chosen(page) == {"rating-analyseren": "3"}
    assert (rater.state("Anna"), rater.rows()) == ("open", (1, 0))


def test_an_answer_that_is_no_choice_is_refused(rater: RaterAtWork) -> None:
    response = rater.visitor.send(rater.at("Anna", "soft-skills"), {"rating-empathie": "5"})
    assert response.status_code == 422
    assert "is not one of the choices" in response.text
    assert rater.rows() == (0, 0)


def test_a_page_that_does_not_exist_is_not_there(rater: RaterAtWork) -> None:
    assert rater.visitor.get(rater.at("Anna", "nothing")).status_code == 404
    assert rater.visitor.send(rater.at("Anna", "nothing"), {"rating-empathie": "1"}).status_code == 404


def test_looking_changes_nothing(rater: RaterAtWork) -> None:
    for page in ("", "all", "soft-skills", "closing-questions", "review", "decline"):
        for method in ("GET", "HEAD"):
            rater.visitor.open(rater.at("Anna", page), method=method)
    assert rater.rows() == (0, 0)
    assert rater.state("Anna") == "open"


def test_beside_every_comment_stands_who_reads_it(rater: RaterAtWork) -> None:
    page = rater.visitor.page(rater.at("Anna", "all"))
    for box in page.select("textarea"):
        hint = page.select(f"#{box['name']}-hint")[0].get_text()
        assert "without your name" in hint
        assert "wording" in hint
    assert "as yours" in main_words(rater.visitor.page(rater.at("self", "all")))


def test_progress_counts_what_is_stored(rater: RaterAtWork) -> None:
    rater.visitor.send(rater.at("Anna", "soft-skills"), {"rating-empathie": "3"})
    bar = rater.visitor.page(rater.at("Anna", "soft-skills")).select("progress")[0]
    assert (bar["value"], bar["max"]) == ("1", "2")
