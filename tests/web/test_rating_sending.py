"""The review, sending in, changing, taking back, declining, and the thank-you."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app.bootstrap import Bundle
from tests.web.raters import RaterAtWork, a_rater_at_work


@pytest.fixture
def rater(app: Flask, bundle: Bundle) -> RaterAtWork:
    """Return somebody who has pressed Start."""
    found = a_rater_at_work(app, bundle)
    found.start()
    return found


def main_words(page: BeautifulSoup) -> str:
    return " ".join(page.select("main")[0].get_text(" ").split())


def send_in(rater: RaterAtWork, colleague: str, level: int | str = 3) -> None:
    rater.visitor.send(rater.at(colleague, "all"), {**rater.complete(colleague, level), "action": "submit"})


def test_the_review_names_what_is_missing_with_a_link_to_its_place(rater: RaterAtWork) -> None:
    rater.visitor.send(rater.at("Anna", "informatieverwerking"), {"rating-analyseren": "3"})
    page = rater.visitor.page(rater.at("Anna", "review"))
    links = [link["href"] for link in page.select("#missing a")]
    assert links == [rater.at("Anna", "soft-skills") + "#rating-empathie"]
    target = rater.visitor.page(str(links[0]).partition("#")[0])
    assert target.select("#rating-empathie")
    assert not page.select('form[action$="/submit"]')


def test_the_review_shows_every_answer_and_sends_in(rater: RaterAtWork) -> None:
    rater.visitor.send(
        rater.at("Anna", "all"), {**rater.complete("Anna", "cannot_judge"), "comment-keep": "Zo <verder>"}
    )
    page = rater.visitor.page(rater.at("Anna", "review"))
    assert main_words(page).count("I cannot judge this") == 2
    assert page.select("blockquote")[0].get_text() == "Zo <verder>"
    assert "Saved, but not sent in yet" in main_words(page)
    action = str(page.select('form[action$="/submit"]')[0]["action"])
    assert rater.visitor.send(action).location == rater.desk
    assert (rater.state("Anna"), rater.rows()) == ("done", (0, 1))


def test_the_review_of_indicator_questions_names_frequencies(app: Flask, bundle: Bundle) -> None:
    rater = a_rater_at_work(app, bundle, questions="indicator")
    rater.start()
    rater.visitor.send(rater.at("Anna", "all"), {"rating-empathie-2-1": "4"})
    page = rater.visitor.page(rater.at("Anna", "review"))
    answers = [each.get_text() for each in page.select("#main dd")]
    assert answers.count("often") == 1
    assert set(answers) == {"often", "not answered"}


def test_sending_in_incomplete_answers_leads_back_to_what_is_missing(rater: RaterAtWork) -> None:
    response = rater.visitor.send(rater.at("Anna", "submit"))
    assert response.location == rater.at("Anna", "review") + "#missing"
    assert rater.rows() == (0, 0)


def test_a_double_submit_counts_once(rater: RaterAtWork) -> None:
    fields = {**rater.complete("Anna"), "action": "submit"}
    for _ in range(2):
        assert rater.visitor.send(rater.at("Anna", "all"), fields).location == rater.desk
    assert rater.visitor.send(rater.at("Anna", "submit")).location == rater.desk
    assert rater.rows() == (0, 1)


def test_a_change_after_sending_in_says_that_it_is_not_sent_in(rater: RaterAtWork) -> None:
    send_in(rater, "Anna")
    rater.visitor.send(rater.at("Anna", "soft-skills"), {"rating-empathie": "1"})
    page = rater.visitor.page(rater.at("Anna", "review"))
    assert "Your changes are not sent in yet" in main_words(page)
    rater.visitor.send(rater.at("Anna", "drop-changes"))
    assert rater.stored("Anna").ratings["empathie"] == 3
    assert "These answers are sent in" in main_words(rater.visitor.page(rater.at("Anna", "review")))


def test_taking_back_asks_first_and_deletes(rater: RaterAtWork) -> None:
    send_in(rater, "Anna")
    page = rater.visitor.page(rater.at("Anna", "review"))
    assert page.select('details.confirm form[action$="/take-back"]')
    rater.visitor.send(rater.at("Anna", "take-back"))
    assert (rater.state("Anna"), rater.rows()) == ("open", (0, 0))


@pytest.mark.parametrize("path", ["take-back", "drop-changes", "decline/undo"])
def test_what_makes_no_sense_is_refused_with_a_reason(rater: RaterAtWork, path: str) -> None:
    response = rater.visitor.send(rater.at("Anna", path), follow_redirects=True)
    assert response.status_code == 200
    assert BeautifulSoup(response.text, "html.parser").select(".notice-warning.flash")
    assert rater.state("Anna") == "open"


@pytest.mark.parametrize("path", ["submit", "take-back", "drop-changes", "decline/undo", "autosave"])
def test_what_changes_something_cannot_be_opened_by_a_link(rater: RaterAtWork, path: str) -> None:
    assert rater.visitor.get(rater.at("Anna", path)).status_code in {404, 405}


def test_declining_and_undoing_it(rater: RaterAtWork) -> None:
    rater.visitor.send(rater.at("Anna", "decline"), {"reason": "We hardly met"})
    assert rater.state("Anna") == "declined"
    assert rater.visitor.get(rater.at("Anna", "all")).location == rater.at("Anna", "decline")
    page = rater.visitor.page(rater.at("Anna", "decline"))
    assert "We hardly met" in main_words(page)
    response = rater.visitor.send(rater.at("Anna", "decline/undo"))
    assert (response.status_code, rater.state("Anna")) == (303, "open")


def test_a_reason_that_is_too_long_is_kept_on_the_page(rater: RaterAtWork) -> None:
    response = rater.visitor.send(rater.at("Anna", "decline"), {"reason": "x" * 1001})
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 422
    assert page.select("#reason")[0].get_text().strip() == "x" * 1001
    assert page.select("#reason-error")
    assert rater.state("Anna") == "open"


def test_answers_to_a_declined_colleague_are_refused_but_not_lost(rater: RaterAtWork) -> None:
    rater.visitor.send(rater.at("Anna", "decline"), {})
    response = rater.visitor.send(
        rater.at("Anna", "soft-skills"), {"comment-empathie": "Typed in another tab"}
    )
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 409
    assert page.select("#comment-empathie")[0].get_text().strip() == "Typed in another tab"


def test_the_thank_you_says_that_nobody_can_issue_the_link_again(rater: RaterAtWork) -> None:
    send_in(rater, "Anna")
    send_in(rater, "self")
    assert "Thank you" not in rater.visitor.page(rater.desk).select("h1")[0].get_text()
    rater.visitor.send(rater.at("Bram", "decline"), {})
    words = main_words(rater.visitor.page(rater.desk))
    assert "Thank you" in words
    assert "nobody can make it again" in words
    assert "only the link in your own mail opens your answers" in words
    assert "finished everything" in main_words(rater.visitor.page(rater.landing))
    assert "What you sent in" in main_words(rater.visitor.page(rater.at("Anna", "review")))
