"""What Rondom warns of before a round starts, while it can still be mended."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.blocks import blocks_of
from app.domain.labels import block_label_inside, counted, groups_named
from app.domain.questionnaire_length import LONG_COMPETENCIES, LONG_MINUTES
from app.domain.raters import MANAGER, SELF, RaterGroup
from app.domain.text import Text, text, text_n

MOST_FORMS = 8
SPARE_INVITATIONS = 2


@dataclass(frozen=True)
class NominationWarning:
    """One warning; the ids say whom it concerns, both None where it concerns the whole round."""

    kind: str
    text: Text
    participant_id: str | None = None
    rater_id: str | None = None


@dataclass(frozen=True)
class NominatedParticipant:
    """A participant with the number of raters invited per group."""

    id: str
    name: str
    invited: Mapping[str, int]


@dataclass(frozen=True)
class NominatedRater:
    """A rater with the forms to fill in, and whether a mail can reach him or her."""

    id: str
    name: str
    forms: int
    has_address: bool = True


def nomination_warnings(
    k: int,
    groups: Sequence[RaterGroup],
    participants: Sequence[NominatedParticipant],
    raters: Sequence[NominatedRater],
    *,
    competencies: int,
    minutes_per_form: int,
) -> tuple[NominationWarning, ...]:
    """Return everything worth a warning: questionnaire first, then participants and raters in their order."""
    return (
        *_questionnaire(competencies, minutes_per_form),
        *(warning for participant in participants for warning in _participant(k, groups, participant)),
        *(warning for rater in raters for warning in _rater(rater, minutes_per_form)),
    )


def _questionnaire(competencies: int, minutes: int) -> Iterator[NominationWarning]:
    if competencies > LONG_COMPETENCIES:
        message = text(
            "%(competencies)s competencies: about %(minutes)s minutes per colleague. Raters answer with more"
            " care when there are at most %(most)s.",
            competencies=competencies,
            minutes=minutes,
            most=LONG_COMPETENCIES,
        )
        yield NominationWarning("many_competencies", message)
    elif minutes > LONG_MINUTES:
        message = text(
            "The questionnaire takes about %(minutes)s minutes per colleague. Raters answer with more care"
            " when it takes at most %(most)s.",
            minutes=minutes,
            most=LONG_MINUTES,
        )
        yield NominationWarning("long_questionnaire", message)


def _participant(
    k: int, groups: Sequence[RaterGroup], participant: NominatedParticipant
) -> Iterator[NominationWarning]:
    known = {group.id for group in groups}
    invited = {group.id: participant.invited.get(group.id, 0) for group in groups}
    name = participant.name
    if not any(count for group, count in invited.items() if group != SELF):
        message = text("%(name)s has no raters yet.", name=name)
        yield NominationWarning("no_raters", message, participant.id)
    elif MANAGER in known and not invited[MANAGER]:
        message = text("%(name)s has no manager among the raters.", name=name)
        yield NominationWarning("no_manager", message, participant.id)
    if SELF in known and not invited[SELF]:
        message = text("%(name)s is not asked for a self-rating.", name=name)
        yield NominationWarning("no_self", message, participant.id)
    yield from _small_groups(k, groups, participant, invited)


def _small_groups(
    k: int, groups: Sequence[RaterGroup], participant: NominatedParticipant, invited: Mapping[str, int]
) -> Iterator[NominationWarning]:
    labels = {group.id: group.label for group in groups}
    # the best case: whoever is invited answers
    for block in blocks_of(invited, k):
        members = groups_named(block.groups, labels)
        for group in members:
            if invited[group.id] < k:
                companions = [other for other in members if other != group] if block.is_published else []
                message = _too_small(k, participant.name, counted(group, invited[group.id]), companions)
                yield NominationWarning("under_threshold", message, participant.id)
        together = sum(invited[group.id] for group in members)
        if k <= together < k + SPARE_INVITATIONS:
            message = _barely_enough(k, participant.name, members, together)
            yield NominationWarning("near_threshold", message, participant.id)


def _too_small(k: int, name: str, raters: Text, companions: Sequence[RaterGroup]) -> Text:
    if not companions:
        return text(
            "%(name)s has %(raters)s: these answers will not be shown. Invite %(enough)s, or let them rate as"
            " part of a larger group.",
            name=name,
            raters=raters,
            enough=k + SPARE_INVITATIONS,
        )
    return text(
        "%(name)s has %(raters)s: these answers will only be shown together with those of the %(groups)s."
        " Invite %(enough)s to show them on their own.",
        name=name,
        raters=raters,
        groups=block_label_inside(companions),
        enough=k + SPARE_INVITATIONS,
    )


def _barely_enough(k: int, name: str, members: Sequence[RaterGroup], together: int) -> Text:
    if len(members) > 1:
        return text(
            "%(name)s: %(groups)s are %(together)s people together, and %(k)s have to answer. Invite more.",
            name=name,
            groups=block_label_inside(members),
            together=together,
            k=k,
        )
    raters = counted(members[0], together)
    if together == k:
        return text(
            "%(name)s has %(raters)s: if one does not answer, these answers are not shown on their own."
            " Invite %(enough)s to be safe.",
            name=name,
            raters=raters,
            enough=k + SPARE_INVITATIONS,
        )
    return text(
        "%(name)s has %(raters)s: if two do not answer, these answers are not shown on their own. Invite"
        " %(enough)s to be safe.",
        name=name,
        raters=raters,
        enough=k + SPARE_INVITATIONS,
    )


def _rater(rater: NominatedRater, minutes_per_form: int) -> Iterator[NominationWarning]:
    if not rater.has_address:
        message = text("%(name)s has no mail address and cannot be invited.", name=rater.name)
        yield NominationWarning("no_address", message, rater_id=rater.id)
    if rater.forms > MOST_FORMS:
        message = text_n(
            "%(count)s form for %(name)s, about %(minutes)s minutes.",
            "%(count)s forms for %(name)s, about %(minutes)s minutes.",
            rater.forms,
            name=rater.name,
            minutes=rater.forms * minutes_per_form,
        )
        yield NominationWarning("many_forms", message, rater_id=rater.id)
