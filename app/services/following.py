"""Whether HR may follow who has answered, fixed when a rater is invited (anonymity.md R7).

A rater with one assignment in a small anonymous group, or in a round that shows no progress, is followed by
nobody: then no page, command, number or refusal may differ by what this rater has done. What was promised
holds: raters added later make a group larger, but nobody in it becomes visible again. So `is_followed` is the
same on all assignments of a rater, is set at the launch, and later only ever falls.
"""

from collections.abc import Collection, Iterable

from app.domain.raters import NAMED_GROUPS
from app.services.finding import find_round
from app.services.work import Work
from app.storage.messages import READDRESSED, Message
from app.storage.raters import Assignment, assignments_of_rater, raters_not_followed, round_assignments
from app.storage.rounds import Round

WRITTEN_FOR_ALL = frozenset({"invitation", "addition", "relink", READDRESSED})
"""Mails that are written to a rater whom nobody may follow without a look at what is open."""


def follow_late_raters(work: Work, round_: Round, assignments: Collection[Assignment]) -> None:
    """Fix what holds for raters who were added after the launch; what was told before stays true."""
    new = {each.id for each in assignments}
    hidden = {
        each.rater_id
        for each in round_assignments(work.session, round_.id)
        if each.id not in new and not each.is_followed
    }
    for each in assignments:
        each.is_followed = round_.hr_sees_progress and each.rater_id not in hidden
    stop_following_small_groups(work, round_)


def stop_following_small_groups(work: Work, round_: Round) -> None:
    """Hide every rater who is in a small group now, for good; call it after each change of the lists."""
    work.session.flush()
    assignments = round_assignments(work.session, round_.id)
    small = small_groups(round_, assignments)
    hidden = {
        each.rater_id
        for each in assignments
        if (each.participant_id, each.rater_group) in small or not each.is_followed
    }
    for each in assignments:
        if each.rater_id in hidden:
            each.is_followed = False


def is_followed(work: Work, round_: Round, rater_id: str) -> bool:
    """Tell whether HR may know what this rater has done, for the pages of HR and of the rater alike."""
    own = assignments_of_rater(work.session, round_.id, rater_id)
    return may_follow(round_, [each.is_followed for each in own])


def may_follow(round_: Round, marks: Iterable[bool]) -> bool:
    """Return the same from the marks on everything the rater is asked in the round."""
    return round_.hr_sees_progress and all(marks)


def leaves_anyway(work: Work, message: Message, rater_id: str) -> bool:
    """Tell whether a mail to a rater leaves although nothing is open behind its link.

    HR sees what becomes of these mails, and asks for some of them. To a rater whom nobody may follow they
    leave whatever that rater has done: one that was dropped could not be refused, nor come back.
    """
    if message.kind not in WRITTEN_FOR_ALL:
        return False
    round_ = find_round(work, message.round_id or "")
    has_duties = bool(assignments_of_rater(work.session, round_.id, rater_id))
    return has_duties and not is_followed(work, round_, rater_id)


def unfollowed_raters(work: Work, round_: Round, rater_ids: Iterable[str]) -> set[str]:
    """Return those of these raters about whom HR may know nothing: the rule of `is_followed`, at once."""
    wanted = set(rater_ids)
    query = raters_not_followed(round_.id, is_nobody_followed=not round_.hr_sees_progress)
    return wanted & set(work.session.scalars(query.where(Assignment.rater_id.in_(wanted))))


def small_groups(round_: Round, assignments: Iterable[Assignment]) -> set[tuple[str, str]]:
    """Return (participant id, group) of every anonymous group with fewer than k invited raters."""
    sizes: dict[tuple[str, str], int] = {}
    for each in assignments:
        key = (each.participant_id, each.rater_group)
        sizes[key] = sizes.get(key, 0) + 1
    return {key for key, size in sizes.items() if size < round_.k and key[1] not in NAMED_GROUPS}
