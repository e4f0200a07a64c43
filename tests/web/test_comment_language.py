"""The warning beside the comments where a rater's language is rare."""

from dataclasses import dataclass

import pytest
from flask import Flask

from app.bootstrap import Bundle
from app.domain.report_reading import ReadingRules
from app.services.coaches import name_coach
from app.services.launch import launch_round
from app.services.work import SYSTEM, open_work
from app.storage.rounds import participants_with_persons
from tests.builders import a_person, a_rater, a_round, rater_tokens
from tests.web.conftest import visitor_of
from tests.web.visitor import Visitor

WARNING = "Your language can give you away"
AT_THE_BOX = "Few are asked in this language"


@dataclass
class Rater:
    """A browser in front of the questions about one colleague."""

    visitor: Visitor
    address: str

    def questions(self, language: str = "en") -> str:
        """Return all questions, in the language that was chosen."""
        response = self.visitor.get(f"{self.address}?lang={language}")
        assert response.status_code == 200
        return response.text


def raters_of(app: Flask, bundle: Bundle, languages: list[str], **settings: object) -> list[Rater]:
    """Return the peers of one participant."""
    with open_work(bundle.tools, SYSTEM) as work:
        round_ = a_round(work, 1, **settings)  # type: ignore[arg-type]
        ((participant, _),) = participants_with_persons(work.session, round_.id)
        persons = [a_person(work, language=language) for language in languages]
        assignments = [a_rater(work, round_, participant, "peer", person).id for person in persons]
        if round_.report_reader == "coach":
            name_coach(work, round_.id, participant.id, a_person(work, "Carla").email or "")
        launch_round(work, round_.id)
        tokens = rater_tokens(work, round_.id)
        links = [tokens[person.id] for person in persons]
    raters = []
    for token, assignment_id in zip(links, assignments, strict=True):
        visitor = visitor_of(app)
        desk = visitor.send(f"/r/{token}").headers["Location"]
        raters.append(Rater(visitor, f"{desk}{assignment_id}/all"))
    return raters


def test_who_is_asked_in_a_rare_language_is_warned_and_the_others_are_not(app: Flask, bundle: Bundle) -> None:
    *_, dutch, french = raters_of(app, bundle, ["nl"] * 5 + ["fr"])
    text = french.questions("fr")
    assert "notice-warning" in text
    assert "notice-warning" not in dutch.questions("nl")


def test_changing_the_language_of_the_page_changes_the_warning(app: Flask, bundle: Bundle) -> None:
    *_, french = raters_of(app, bundle, ["nl"] * 5 + ["fr"])
    text = french.questions("en")
    assert WARNING in text
    assert AT_THE_BOX in text
    assert "notice-warning" not in french.questions("nl")


def test_all_raters_of_a_group_see_the_same_whatever_the_others_did(app: Flask, bundle: Bundle) -> None:
    first, second, *_ = raters_of(app, bundle, ["en"] * 5)
    assert WARNING not in first.questions()
    assert WARNING not in second.questions()


@pytest.mark.parametrize("has_comments", [True, False], ids=["comments", "none"])
def test_without_comments_there_is_nothing_to_warn_of(app: Flask, bundle: Bundle, has_comments: bool) -> None:
    rater, *_ = raters_of(app, bundle, ["en"] * 3, has_comments=has_comments, has_open_questions=False)
    assert (WARNING in rater.questions()) is has_comments


def test_a_coach_who_may_take_words_out_is_named_at_the_box(app: Flask, bundle: Bundle) -> None:
    rules = ReadingRules("coach", is_reader_first=True, coach_edits=True)
    rater, *_ = raters_of(app, bundle, ["en"] * 5, reading=rules)
    text = rater.questions()
    assert "A coach reads it first and may take words out." in text
    assert "may shorten comments or leave them out" in text
