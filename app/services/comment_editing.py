"""The coach's desk: comments to shorten or withhold before the participant reads them."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.comment_layer import EditableComment, editable_comments, shortened
from app.domain.errors import NotFoundError, RefusedError
from app.domain.questionnaire import Questionnaire
from app.domain.text import text
from app.services.conversations import given_to_me
from app.services.frameworks import frozen_questionnaire
from app.services.reports import own_labels
from app.services.sealed_reports import sealed_publication_of
from app.services.work import Work
from app.storage.comment_changes import CommentChange, changes_of
from app.storage.people import Person
from app.storage.rounds import Participant, Round, locked_participant


@dataclass(frozen=True)
class CommentDesk:
    """The comments of one report, with what is needed to name their questions and groups."""

    participant_id: str
    name: str
    round_name: str
    questionnaire: Questionnaire
    group_labels: dict[str, str]
    comments: tuple[EditableComment, ...]


def comments_to_edit(work: Work, participant_id: str, language: str) -> CommentDesk:
    """Return the comments that the coach who is signed in may still change.

    Raises NotFoundError to anybody else and where the round has no such coach, RefusedError once the
    participant reads.
    """
    _, participant, round_ = given_to_me(work, participant_id)
    _check(round_, participant)
    return CommentDesk(
        participant_id=participant_id,
        name=work.session.get_one(Person, participant.person_id).name,
        round_name=round_.name,
        questionnaire=frozen_questionnaire(round_, language),
        group_labels=own_labels(round_),
        comments=_comments(work, round_, participant_id),
    )


def shorten_comment(work: Work, participant_id: str, pool: int, place: int, kept: str) -> str:
    """Show a comment with these of its words only, and return it; raises like `comments_to_edit`.

    Raises InvalidError when a word was added or moved. With all its words the comment is as it was.
    """
    return _change(work, participant_id, pool, place, lambda original: shortened(original, kept)) or ""


def withhold_comment(work: Work, participant_id: str, pool: int, place: int) -> None:
    """Show a comment not at all; raises like `comments_to_edit`."""
    _change(work, participant_id, pool, place, lambda _: None)


def restore_comment(work: Work, participant_id: str, pool: int, place: int) -> None:
    """Show a comment as it was written; raises like `comments_to_edit`."""
    _change(work, participant_id, pool, place, lambda original: original)


def _change(
    work: Work, participant_id: str, pool: int, place: int, shown_of: Callable[[str], str | None]
) -> str | None:
    _, participant, round_ = given_to_me(work, participant_id)
    # Nobody begins to read while a comment changes.
    locked_participant(work.session, participant.id)
    _check(round_, participant)
    found = [
        each for each in _comments(work, round_, participant_id) if (each.pool, each.place) == (pool, place)
    ]
    if not found:
        raise NotFoundError
    shown = shown_of(found[0].original)
    row = work.session.get(CommentChange, (participant_id, pool, place))
    if shown == found[0].original:
        if row is not None:
            work.session.delete(row)
    elif row is None:
        work.session.add(CommentChange(participant_id=participant_id, pool=pool, place=place, shown=shown))
    else:
        row.shown = shown
    if shown != found[0].shown:
        # That something was changed, never which comment or what it says.
        work.audit("comments_changed", round_.id, participant=participant_id)
    return shown


def _check(round_: Round, participant: Participant) -> None:
    if not round_.coach_edits_comments:
        raise NotFoundError
    if participant.released_at is not None:
        raise RefusedError(text("The participant reads this report now, so nothing in it changes any more."))


def _comments(work: Work, round_: Round, participant_id: str) -> tuple[EditableComment, ...]:
    changes = changes_of(work.session, (participant_id,)).get(participant_id, {})
    return editable_comments(sealed_publication_of(work, round_, participant_id), changes)
