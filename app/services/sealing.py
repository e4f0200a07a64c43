"""Closing a round: freeze, seal each participant, add up the whole, delete the answers, then the keys.

Every step can be killed and run again: what is sealed stays sealed, what is deleted stays deleted, and the
round's keys are the last to go, so that their presence says that something is left to do.
"""

import hashlib
import logging
from collections.abc import Sequence

from sqlalchemy import update

from app.domain.anonymity import RawResponse, seal
from app.domain.keys import MissingKeyError
from app.domain.quality import RoundTally
from app.domain.rounds import RoundAct, RoundState, is_allowed, is_due_to_seal
from app.domain.text import Text, text
from app.services.answer_vault import open_answers
from app.services.finding import find_round, round_to_change
from app.services.frozen_questionnaires import SHELF
from app.services.ports import JobName, Tools
from app.services.rounds import policy_of, rater_groups
from app.services.work import SYSTEM, Work, open_reading, open_work
from app.storage.messages import cancel_waiting
from app.storage.publications import PublicationRow, sealed_participant_ids
from app.storage.qualities import RoundQuality
from app.storage.raters import Assignment, Invitation, added_after_launch, roster
from app.storage.replaced_links import forget_replaced_links
from app.storage.responses import Response, count_responses, delete_answers_of_round, responses_about
from app.storage.rounds import (
    Participant,
    Round,
    freeze_places,
    locked_round,
    participants_with_persons,
    rounds_in_state,
)

log = logging.getLogger(__name__)

RATER_MAILS = ("invitation", "addition", "reminder", "withdrawal", "regrouped")


def begin_close(work: Work, round_id: str) -> Round:
    """Freeze a round: from now on nothing is accepted, and the seal begins."""
    round_ = round_to_change(work, round_id, RoundAct.CLOSE)
    round_.state = RoundState.CLOSING
    freeze_places(work.session, round_.id)
    cancel_waiting(work.session, round_.id, RATER_MAILS)
    work.audit("round_closing", round_.id)
    work.later(JobName.SEAL_ROUND, round_.id)
    return round_


def close_due_rounds(tools: Tools) -> int:
    """Close every round whose time has come and finish interrupted closes; returns how many were sealed."""
    with open_work(tools, SYSTEM) as work:
        due = [
            round_.id
            for round_ in rounds_in_state(work.session, RoundState.COLLECTING)
            if is_due_to_seal(round_.state, round_.closes_at, work.now)
        ]
        for round_id in due:
            begin_close(work, round_id)
    with open_reading(tools, SYSTEM) as work:
        unfinished = [
            round_.id
            for round_ in rounds_in_state(work.session, RoundState.CLOSING, RoundState.CLOSED)
            if round_.state == RoundState.CLOSING or tools.keys.exists(round_.id)
        ]
    return sum(_is_sealed_now(tools, round_id) for round_id in unfinished)


def _is_sealed_now(tools: Tools, round_id: str) -> bool:
    try:
        seal_round(tools, round_id)
    except MissingKeyError:
        # The other rounds go on; the progress page says what to do about this one.
        log.error("round %s waits: the keys of its answers are missing", round_id)  # noqa: TRY400 - known
        return False
    return True


def closing_trouble(work: Work, round_id: str) -> Text | None:
    """Return why a round's answers cannot be read and what to do about it; None when they can."""
    round_ = find_round(work, round_id)
    if not any(is_allowed(round_.state, act) for act in (RoundAct.ANSWER, RoundAct.SEAL)):
        return None
    try:
        work.tools.keys.answer_key(round_id)
        work.tools.keys.link_key(round_id)
    except MissingKeyError:
        if round_.state == RoundState.COLLECTING:
            return text(
                "The keys of this round are missing, so nobody can answer, and no mail with a link leaves. "
                "Put the file %(file)s back into the key folder from its own backup; nothing else is needed. "
                "What has been sent in is kept.",
                file=f"{round_id}.json",
            )
        if count_responses(work.session, round_id) == 0:
            return None
        return text(
            "The keys of this round are missing, so its answers cannot be sealed. Nothing has been deleted. "
            "Put the file %(file)s back into the key folder from its own backup: the seal then goes on by "
            "itself within a minute, or at once with “rondom round close”. If there is no copy of the keys, "
            "nobody can ever read these answers; start a new round.",
            file=f"{round_id}.json",
        )
    return None


def seal_round(tools: Tools, round_id: str) -> None:
    """Seal a closing round to the end; running it again, or twice at once, does no harm.

    Raises MissingKeyError when answers are waiting whose key is gone.
    """
    with open_reading(tools, SYSTEM) as work:
        round_ = find_round(work, round_id)
        is_closing = is_allowed(round_.state, RoundAct.SEAL)
        if is_closing:
            sealed = sealed_participant_ids(work.session, round_id)
            everybody = [each.id for each, _ in participants_with_persons(work.session, round_id)]
        elif round_.state in {RoundState.COLLECTING, RoundState.DRAFT}:
            return
        else:
            sealed, everybody = set(), []
    for participant_id in everybody:
        if participant_id not in sealed:
            with open_work(tools, SYSTEM) as work:
                _seal_participant(work, round_id, participant_id)
    if is_closing:
        _keep_quality(tools, round_id, everybody)
    with open_work(tools, SYSTEM) as work:
        _delete_answers(work, round_id)
    if tools.keys.exists(round_id):
        tools.mailer.forget_round(round_id)
        tools.database.erase_traces()
        tools.keys.destroy(round_id)


def _seal_participant(work: Work, round_id: str, participant_id: str) -> None:
    round_ = _still_closing(work, round_id)
    if round_ is None or work.session.get(PublicationRow, participant_id) is not None:
        return
    if work.session.get(Participant, participant_id) is None:
        return
    questionnaire = SHELF.questionnaire(round_, work.site.languages[0])
    publication = seal(
        policy=policy_of(round_),
        groups=rater_groups(round_),
        roster=roster(work.session, participant_id),
        responses=[
            _raw(work, round_id, response) for response in responses_about(work.session, participant_id)
        ],
        questions=questionnaire.rating_questions,
        comment_questions=questionnaire.comment_questions,
        scale=questionnaire.scale,
        shuffle=work.randomness,
        added_after_launch=added_after_launch(work.session, participant_id),
    )
    document = publication.to_json()
    work.session.add(
        PublicationRow(
            participant_id=participant_id,
            round_id=round_id,
            document=document,
            digest=hashlib.sha256(document.encode()).hexdigest(),
            sealed_at=work.now,
        )
    )


def _keep_quality(tools: Tools, round_id: str, participant_ids: Sequence[str]) -> None:
    """Add up the answers of the whole round and store what may be told of them, once.

    Answers stand still while a round closes, and go only when this is stored: a pass that was interrupted is
    made again from the start, and finds the same.
    """
    with open_reading(tools, SYSTEM) as work:
        if work.session.get(RoundQuality, round_id) is not None:
            return
        round_ = find_round(work, round_id)
        questionnaire = SHELF.questionnaire(round_, work.site.languages[0])
        tally = RoundTally(
            [group.id for group in rater_groups(round_)],
            {item.competency_id: questionnaire.questions_of(item) for item in questionnaire.items},
            questionnaire.scale,
        )
    for participant_id in participant_ids:
        with open_reading(tools, SYSTEM) as work:
            tally.add_participant(
                (
                    response.rater_group,
                    open_answers(work, round_id, response.key, response.answers).ratings,
                )
                for response in responses_about(work.session, participant_id)
            )
    with open_work(tools, SYSTEM) as work:
        if _still_closing(work, round_id) is None or work.session.get(RoundQuality, round_id) is not None:
            return
        document = tally.quality().to_json()
        work.session.add(RoundQuality(round_id=round_id, document=document, sealed_at=work.now))


def _still_closing(work: Work, round_id: str) -> Round | None:
    """Return the locked round, or None when another process has sealed it meanwhile."""
    round_ = locked_round(work.session, round_id)
    return round_ if round_ is not None and is_allowed(round_.state, RoundAct.SEAL) else None


def _raw(work: Work, round_id: str, response: Response) -> RawResponse:
    answers = open_answers(work, round_id, response.key, response.answers)
    return RawResponse(
        group=response.rater_group,
        ratings={question: rating for question, rating in answers.ratings.items() if isinstance(rating, int)},
        comments=answers.comments,
    )


def _delete_answers(work: Work, round_id: str) -> None:
    """Delete raw answers, drafts, nonces, token hashes and reasons, and mark the round closed."""
    round_ = _still_closing(work, round_id)
    if round_ is None:
        return
    delete_answers_of_round(work.session, round_id)
    forget_replaced_links(work.session, round_id)
    work.session.execute(
        update(Invitation).where(Invitation.round_id == round_id).values(nonce=None, token_hash=None)
    )
    work.session.execute(update(Assignment).where(Assignment.round_id == round_id).values(decline_reason=""))
    round_.state = RoundState.CLOSED
    round_.closed_at = work.now
    work.audit("round_sealed", round_id)
