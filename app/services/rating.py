"""The rater's side: open the link, keep drafts, send in, change, decline, take back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.errors import InvalidError, NotFoundError, RefusedError
from app.domain.keys import AnswerTooLongError
from app.domain.questionnaire import Questionnaire
from app.domain.questionnaire_length import estimated_minutes
from app.domain.questionnaire_pages import WHOLE, questions_on
from app.domain.ratings import (
    COMMENT_FIELD,
    RATING_FIELD,
    AnswerProblem,
    AnswerSet,
    merge_answers,
    missing_questions,
    read_answers,
)
from app.domain.rounds import is_open
from app.domain.text import text
from app.domain.tokens import draft_key, response_key
from app.services.answer_vault import open_answers, renewal, seal_answers
from app.services.following import may_follow
from app.services.frozen_questionnaires import SHELF
from app.services.rating_desk import RatingDesk, RatingTask, in_reading_order, task_of, way_in
from app.services.work import Work
from app.storage.desks import drop_nonce_if_finished, note_state
from app.storage.raters import Assignment
from app.storage.responses import Draft, Response, delete_by_key, store_answers, stored_under
from app.storage.traces import even_out

GROUP_FIELD = "group"
"""The group the rater was shown, in every form that sends in; a move must not go unnoticed."""
EMPTY = AnswerSet({}, {})
LONGEST_REASON = 1000


@dataclass(frozen=True)
class RatingForm:
    """One participant's questionnaire with the answers that are stored."""

    desk: RatingDesk
    task: RatingTask
    questionnaire: Questionnaire
    answers: AnswerSet
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Saved:
    """What became of a save: the form as it was, the answers as they are, what was wrong, what is missing."""

    form: RatingForm
    answers: AnswerSet
    problems: tuple[AnswerProblem, ...]
    missing: tuple[str, ...]
    is_sent_in: bool = False
    is_regrouped: bool = False
    """The rater was shown another group than holds now; nothing is sent in before the rater has seen it."""


def open_desk(work: Work, token: str, *, is_under_way: bool = False) -> RatingDesk:
    """Return what the link opens; raises LinkError with the same words for every link that opens nothing.

    Someone who is under way has the grace after the closing instant: an open page may still send in.
    """
    return _open(work, token, is_under_way=is_under_way)[0]


def open_form(
    work: Work,
    token: str,
    assignment_id: str,
    language: str | None = None,
    *,
    is_under_way: bool = False,
    for_update: bool = False,
) -> RatingForm:
    """Return the questionnaire about one participant; a draft is shown before what was sent in.

    Raises LinkError, and NotFoundError for a participant who is not on this link's list.
    """
    desk, stored = _open(work, token, assignment_id, is_under_way=is_under_way, for_update=for_update)
    task = next((each for each in desk.tasks if each.assignment_id == assignment_id), None)
    if task is None:
        raise NotFoundError(text("This colleague is not on your list any more."))
    questionnaire = SHELF.questionnaire(desk.round, language or desk.language)
    answers = _stored_answers(work, desk.round.id, token, assignment_id, stored)
    return RatingForm(desk, task, questionnaire, answers, missing_questions(questionnaire, answers))


def save_draft(
    work: Work, token: str, assignment_id: str, fields: Mapping[str, str], page_id: str = WHOLE
) -> Saved:
    """Keep what was typed on one page; a question of that page without an answer loses its old one.

    Saved is not sent in. Raises LinkError, NotFoundError, RefusedError after a decline, and InvalidError when
    all comments together are too long.
    """
    form = _form_to_change(work, token, assignment_id)
    answers, problems = _merged(form, fields, page_id)
    return _keep(work, form, token, answers, problems)


def save_and_send_in(
    work: Work, token: str, assignment_id: str, fields: Mapping[str, str], page_id: str = WHOLE
) -> Saved:
    """Submit what was typed together with what is saved; what cannot be sent in yet is saved as a draft.

    That includes answers given under another group than holds now, where the fields name the group.
    """
    form = _form_to_change(work, token, assignment_id)
    answers, problems = _merged(form, fields, page_id)
    is_regrouped = fields.get(GROUP_FIELD, form.task.group) != form.task.group
    if problems or is_regrouped or missing_questions(form.questionnaire, answers):
        kept = _keep(work, form, token, answers, problems)
        return replace(kept, is_regrouped=is_regrouped)
    return _submit(work, form, token, answers)


def send_in(work: Work, token: str, assignment_id: str, shown_group: str | None = None) -> Saved:
    """Submit what is saved; with questions missing nothing is sent in and `missing` names them.

    Nothing is sent in, either, when the rater was shown another group than holds now.
    Sending in twice counts once. Raises LinkError, NotFoundError and RefusedError.
    """
    form = _form_to_change(work, token, assignment_id)
    is_regrouped = shown_group not in {None, form.task.group}
    if form.missing or is_regrouped:
        return Saved(form, form.answers, (), form.missing, is_regrouped=is_regrouped)
    return _submit(work, form, token, form.answers)


def drop_changes(work: Work, token: str, assignment_id: str) -> None:
    """Forget what is saved but not sent in; answers that were sent in stay as they are."""
    _form(work, token, assignment_id)
    if not delete_by_key(work.session, Draft, draft_key(token, assignment_id)):
        raise RefusedError(text("There are no changes to drop."))


def decline(work: Work, token: str, assignment_id: str, reason: str) -> None:
    """Say no to rating one colleague; a draft is deleted. Raises RefusedError once answers are sent in.

    Raises InvalidError for a reason that is too long to keep.
    """
    form = _form(work, token, assignment_id)
    if form.task.state == "done":
        raise RefusedError(text("You have sent in answers. Take them back first if you want to decline."))
    reason = " ".join(reason.split())
    if len(reason) > LONGEST_REASON:
        raise InvalidError(
            text(
                "The reason has %(length)s characters; at most %(most)s can be kept.",
                length=len(reason),
                most=LONGEST_REASON,
            )
        )
    even_out(work.session, form.task.participant_id)
    delete_by_key(work.session, Draft, draft_key(token, assignment_id))
    _finish(work, form, "declined", reason)


def take_up_again(work: Work, token: str, assignment_id: str) -> None:
    """Undo a decline."""
    form = _form(work, token, assignment_id)
    assignment = work.session.get_one(Assignment, assignment_id)
    if form.task.state != "declined":
        raise RefusedError(text("You have not declined to rate this colleague."))
    even_out(work.session, form.task.participant_id)
    assignment.state, assignment.decline_reason = "open", ""


def take_back(work: Work, token: str, assignment_id: str) -> None:
    """Delete what was sent in about one colleague; the duty is open again."""
    form = _form(work, token, assignment_id)
    if form.task.state != "done":
        raise RefusedError(text("There is nothing to take back: nothing has been sent in."))
    even_out(work.session, form.task.participant_id)
    delete_by_key(work.session, Response, response_key(token, assignment_id))
    delete_by_key(work.session, Draft, draft_key(token, assignment_id))
    work.session.get_one(Assignment, assignment_id).state = "open"


def _form(work: Work, token: str, assignment_id: str) -> RatingForm:
    form = open_form(work, token, assignment_id, is_under_way=True, for_update=True)
    if form.task.is_out_of_reach:
        raise RefusedError(
            text(
                "You sent in answers here before your mail address changed. They count as they are, and can "
                "be neither read nor changed any more."
            )
        )
    return form


def _form_to_change(work: Work, token: str, assignment_id: str) -> RatingForm:
    form = _form(work, token, assignment_id)
    if form.task.state == "declined":
        raise RefusedError(text("You have declined to rate this colleague. Undo that first."))
    return form


def _open(
    work: Work, token: str, assignment_id: str = "", *, is_under_way: bool, for_update: bool = False
) -> tuple[RatingDesk, Mapping[str, bytes | None]]:
    """Return the desk and what is stored by key, with the ciphertexts about one participant only."""
    found, round_ = way_in(work, token, is_under_way=is_under_way, for_update=for_update)
    lines = [line for line in found.lines if line.invitation_id == found.invitation_id]
    keys = {
        line.assignment_id: (draft_key(token, line.assignment_id), response_key(token, line.assignment_id))
        for line in lines
    }
    both = [key for pair in keys.values() for key in pair]
    stored = stored_under(work.session, both, keys.get(assignment_id, ()))
    tasks = []
    for line in lines:
        draft, response = keys[line.assignment_id]
        tasks.append(task_of(line, has_draft=draft in stored, has_response=response in stored))
    desk = RatingDesk(
        round=round_,
        invitation_id=found.invitation_id,
        rater_name=found.rater_name,
        language=found.rater_language,
        tasks=in_reading_order(tasks),
        is_finished=bool(tasks) and all(task.state != "open" for task in tasks),
        is_link_lost_for_others=found.is_nonce_gone,
        minutes=estimated_minutes(SHELF.questionnaire(round_, found.rater_language)),
        is_followed=may_follow(round_, [line.is_followed for line in found.lines]),
        is_in_grace=not is_open(round_.state, round_.closes_at, work.now),
    )
    return desk, stored


def _stored_answers(
    work: Work, round_id: str, token: str, assignment_id: str, stored: Mapping[str, bytes | None]
) -> AnswerSet:
    for key in (draft_key(token, assignment_id), response_key(token, assignment_id)):
        answers = stored.get(key)
        if answers is not None:
            return open_answers(work, round_id, key, answers)
    return EMPTY


def _merged(
    form: RatingForm, fields: Mapping[str, str], page_id: str
) -> tuple[AnswerSet, tuple[AnswerProblem, ...]]:
    questions = questions_on(form.questionnaire, page_id)
    new, problems = read_answers(form.questionnaire, fields)
    on_page = {prefix + question for prefix in (RATING_FIELD, COMMENT_FIELD) for question in questions}
    problems = tuple(problem for problem in problems if problem.field_name in on_page)
    return merge_answers(form.answers, new, questions, problems), problems


def _keep(
    work: Work, form: RatingForm, token: str, answers: AnswerSet, problems: tuple[AnswerProblem, ...]
) -> Saved:
    if answers != form.answers:
        key = draft_key(token, form.task.assignment_id)
        ids = {"round_id": form.desk.round.id, "participant_id": form.task.participant_id}
        draft = Draft(key=key, answers=_sealed(work, form, key, answers), **ids)
        store_answers(work.session, draft, renewal(work, form.desk.round.id))
    return Saved(form, answers, problems, missing_questions(form.questionnaire, answers))


def _submit(work: Work, form: RatingForm, token: str, answers: AnswerSet) -> Saved:
    key = response_key(token, form.task.assignment_id)
    ids = {"round_id": form.desk.round.id, "participant_id": form.task.participant_id}
    sealed = _sealed(work, form, key, answers)
    even_out(work.session, form.task.participant_id)
    response = Response(key=key, answers=sealed, rater_group=form.task.group, **ids)
    store_answers(work.session, response, renewal(work, form.desk.round.id))
    delete_by_key(work.session, Draft, draft_key(token, form.task.assignment_id))
    _finish(work, form, "done")
    return Saved(form, answers, (), (), is_sent_in=True)


def _sealed(work: Work, form: RatingForm, key: str, answers: AnswerSet) -> bytes:
    try:
        return seal_answers(work, form.desk.round.id, key, answers)
    except AnswerTooLongError as error:
        raise InvalidError(
            text("Your comments together are too long to be kept. Please shorten some of them.")
        ) from error


def _finish(work: Work, form: RatingForm, state: str, reason: str = "") -> None:
    note_state(work.session, form.task.assignment_id, state, reason)
    drop_nonce_if_finished(work.session, form.desk.invitation_id)
