"""The rater's side: open the link, keep drafts, send in, change, decline, take back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import LinkError, NotFoundError, RefusedError
from app.domain.questionnaire import Questionnaire
from app.domain.questionnaire_json import questionnaire_from_json
from app.domain.ratings import AnswerSet, merge_answers, missing_questions, read_answers
from app.domain.raters import SELF
from app.domain.rounds import accepts_answers, is_open
from app.domain.text import Text, text
from app.domain.tokens import draft_key, response_key, token_hash
from app.services.answer_vault import open_answers, seal_answers
from app.services.invitations import destroy_nonce_if_finished
from app.services.work import Work
from app.storage.people import Person
from app.storage.raters import (
    Assignment,
    Invitation,
    RaterLine,
    assignments_of_invitation,
    invitation_by_hash,
    rater_lines,
)
from app.storage.responses import Draft, Response, delete_by_key, existing_keys
from app.storage.rounds import Round

EMPTY = AnswerSet({}, {})


@dataclass(frozen=True)
class RatingTask:
    """One participant on a rater's list; `has_draft` means saved but not sent in."""

    assignment_id: str
    participant_id: str
    participant_name: str
    group: str
    state: str
    has_draft: bool

    @property
    def is_self(self) -> bool:
        """Whether the rater rates himself or herself."""
        return self.group == SELF


@dataclass(frozen=True)
class RatingDesk:
    """What a rater's link opens."""

    round: Round
    invitation_id: str
    rater_name: str
    language: str
    tasks: tuple[RatingTask, ...]
    is_finished: bool
    is_link_lost_for_others: bool
    """The nonce is gone: only the rater's own mail still opens these answers."""


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
    """What became of a save: the stored answers, what was wrong with the rest, what is missing."""

    answers: AnswerSet
    problems: tuple[Text, ...]
    missing: tuple[str, ...]


def open_desk(work: Work, token: str, *, is_posting: bool = False) -> RatingDesk:
    """Return what the link opens; raises LinkError with the same words for every link that opens nothing.

    With `is_posting` the grace after the closing instant counts: a page that is open may still send in.
    """
    invitation, round_ = _way_in(work, token, is_posting=is_posting)
    rater = work.session.get_one(Person, invitation.rater_id)
    lines = rater_lines(work.session, round_.id, invitation_id=invitation.id)
    drafts = existing_keys(work.session, Draft, [draft_key(token, line.assignment.id) for line in lines])
    tasks = [_task(line, draft_key(token, line.assignment.id) in drafts) for line in lines]
    # Oneself first: knowing the questions from the inside makes the others quicker.
    tasks.sort(key=lambda task: (not task.is_self, task.participant_name))
    return RatingDesk(
        round=round_,
        invitation_id=invitation.id,
        rater_name=rater.name,
        language=rater.language,
        tasks=tuple(tasks),
        is_finished=bool(tasks) and all(task.state != "open" for task in tasks),
        is_link_lost_for_others=invitation.nonce is None,
    )


def open_form(
    work: Work, token: str, assignment_id: str, language: str | None = None, *, is_posting: bool = False
) -> RatingForm:
    """Return the questionnaire about one participant; a draft is shown before what was sent in.

    Raises LinkError, and NotFoundError for a participant who is not on this link's list.
    """
    desk = open_desk(work, token, is_posting=is_posting)
    task = next((each for each in desk.tasks if each.assignment_id == assignment_id), None)
    if task is None:
        raise NotFoundError(text("This colleague is not on your list any more."))
    questionnaire = frozen_questionnaire(desk.round, language or desk.language)
    answers = _stored_answers(work, desk.round.id, token, assignment_id)
    return RatingForm(desk, task, questionnaire, answers, missing_questions(questionnaire, answers))


def save_draft(
    work: Work, token: str, assignment_id: str, fields: Mapping[str, str], questions: tuple[str, ...]
) -> Saved:
    """Keep what was typed on one page, whose rating and comment questions are `questions`.

    Saved is not sent in. Raises LinkError, NotFoundError, and RefusedError after a decline.
    """
    form = _form_to_change(work, token, assignment_id)
    new, problems = read_answers(form.questionnaire, fields)
    answers = merge_answers(form.answers, new, questions)
    if answers != form.answers or not form.task.has_draft:
        _put_draft(work, form, token, answers)
    return Saved(answers, problems, missing_questions(form.questionnaire, answers))


def send_in(work: Work, token: str, assignment_id: str) -> Saved:
    """Submit what is saved; with questions missing nothing is sent in and `missing` names them.

    Sending in twice counts once. Raises LinkError, NotFoundError and RefusedError.
    """
    form = _form_to_change(work, token, assignment_id)
    if form.missing:
        return Saved(form.answers, (), form.missing)
    key = response_key(token, assignment_id)
    sealed = seal_answers(work, form.desk.round.id, key, form.answers)
    response = work.session.get(Response, key)
    if response is None:
        work.session.add(
            Response(
                key=key,
                round_id=form.desk.round.id,
                participant_id=form.task.participant_id,
                rater_group=form.task.group,
                answers=sealed,
            )
        )
    else:
        response.answers = sealed
    delete_by_key(work.session, Draft, draft_key(token, assignment_id))
    _finish(work, form, "done")
    return Saved(form.answers, (), ())


def decline(work: Work, token: str, assignment_id: str, reason: str) -> None:
    """Say no to rating one colleague; a draft is deleted. Raises RefusedError once answers are sent in."""
    form = _form_to_change(work, token, assignment_id)
    if form.task.state == "done":
        raise RefusedError(text("You have sent in answers. Take them back first if you want to decline."))
    delete_by_key(work.session, Draft, draft_key(token, assignment_id))
    _finish(work, form, "declined", " ".join(reason.split())[:1000])


def take_up_again(work: Work, token: str, assignment_id: str) -> None:
    """Undo a decline."""
    form = _form(work, token, assignment_id)
    assignment = work.session.get_one(Assignment, assignment_id)
    if form.task.state != "declined":
        raise RefusedError(text("You have not declined to rate this colleague."))
    assignment.state, assignment.decline_reason = "open", ""


def take_back(work: Work, token: str, assignment_id: str) -> None:
    """Delete what was sent in about one colleague; the duty is open again."""
    form = _form(work, token, assignment_id)
    if form.task.state != "done":
        raise RefusedError(text("There is nothing to take back: nothing has been sent in."))
    delete_by_key(work.session, Response, response_key(token, assignment_id))
    delete_by_key(work.session, Draft, draft_key(token, assignment_id))
    work.session.get_one(Assignment, assignment_id).state = "open"


def frozen_questionnaire(round_: Round, language: str) -> Questionnaire:
    """Return the copy that was frozen at the launch, in this language or the first one there is."""
    copies = round_.questionnaires or {}
    chosen = copies.get(language) or next(iter(copies.values()))
    return questionnaire_from_json(chosen)


def is_still_open(round_: Round, now: datetime) -> bool:
    """Tell whether a rater may open pages, not only finish one that is open."""
    return is_open(round_.state, round_.closes_at, now)


def _way_in(work: Work, token: str, *, is_posting: bool) -> tuple[Invitation, Round]:
    # Locking the invitation puts two posts of the same rater one behind the other.
    invitation = invitation_by_hash(work.session, token_hash(token), for_update=is_posting)
    round_ = work.session.get(Round, invitation.round_id) if invitation is not None else None
    if invitation is None or round_ is None:
        raise _closed_door()
    check = accepts_answers if is_posting else is_open
    if not check(round_.state, round_.closes_at, work.now):
        raise _closed_door()
    return invitation, round_


def _closed_door() -> LinkError:
    return LinkError(
        text(
            "This link does not open anything. The round may be closed, or the link may be incomplete. "
            "Open it once more from your mail; if that does not help, ask the person named in the mail."
        )
    )


def _form(work: Work, token: str, assignment_id: str) -> RatingForm:
    return open_form(work, token, assignment_id, is_posting=True)


def _form_to_change(work: Work, token: str, assignment_id: str) -> RatingForm:
    form = _form(work, token, assignment_id)
    if form.task.state == "declined":
        raise RefusedError(text("You have declined to rate this colleague. Undo that first."))
    return form


def _stored_answers(work: Work, round_id: str, token: str, assignment_id: str) -> AnswerSet:
    key = draft_key(token, assignment_id)
    draft = work.session.get(Draft, key)
    if draft is not None:
        return open_answers(work, round_id, key, draft.answers)
    key = response_key(token, assignment_id)
    response = work.session.get(Response, key)
    return open_answers(work, round_id, key, response.answers) if response is not None else EMPTY


def _put_draft(work: Work, form: RatingForm, token: str, answers: AnswerSet) -> None:
    key = draft_key(token, form.task.assignment_id)
    sealed = seal_answers(work, form.desk.round.id, key, answers)
    draft = work.session.get(Draft, key)
    if draft is None:
        work.session.add(
            Draft(
                key=key,
                round_id=form.desk.round.id,
                participant_id=form.task.participant_id,
                answers=sealed,
            )
        )
    else:
        draft.answers = sealed


def _finish(work: Work, form: RatingForm, state: str, reason: str = "") -> None:
    assignment = work.session.get_one(Assignment, form.task.assignment_id)
    assignment.state, assignment.decline_reason = state, reason
    work.session.flush()
    invitation = work.session.get_one(Invitation, form.desk.invitation_id)
    destroy_nonce_if_finished(work, invitation)


def _task(line: RaterLine, has_draft: bool) -> RatingTask:
    return RatingTask(
        assignment_id=line.assignment.id,
        participant_id=line.participant.id,
        participant_name=line.participant_person.name,
        group=line.assignment.rater_group,
        state=line.assignment.state,
        has_draft=has_draft,
    )


def open_task_count(work: Work, invitation_id: str) -> int:
    """Return how much of an invitation is still open."""
    return sum(
        assignment.state == "open"
        for assignment in assignments_of_invitation(work.session, invitation_id)
    )
