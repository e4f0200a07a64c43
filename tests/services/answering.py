"""Answering one form of several, as a rater does."""

from app.services.rating import open_form, save_and_send_in, save_draft
from app.services.work import Work
from tests.builders import answers_for


def send_in_one(work: Work, token: str, assignment_id: str, level: int = 3) -> None:
    """Send in complete answers about one participant."""
    questionnaire = open_form(work, token, assignment_id).questionnaire
    saved = save_and_send_in(work, token, assignment_id, answers_for(questionnaire, level))
    if not saved.is_sent_in:
        raise AssertionError("the answers were not complete")


def begin_one(work: Work, token: str, assignment_id: str, level: int = 3) -> None:
    """Save complete answers about one participant without sending them in."""
    questionnaire = open_form(work, token, assignment_id).questionnaire
    save_draft(work, token, assignment_id, answers_for(questionnaire, level))
