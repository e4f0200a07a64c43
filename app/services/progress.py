"""How far a round is, within what raters were promised (anonymity.md R7)."""

from dataclasses import dataclass

from app.domain.publication import Publication
from app.domain.raters import NAMED_GROUPS
from app.domain.rounds import RoundAct, is_allowed
from app.services.finding import find_round
from app.services.sealed_reports import round_publications
from app.services.work import Work
from app.storage.messages import counts_by_state, messages_of_round
from app.storage.people import Person, persons_by_id
from app.storage.raters import Assignment, Invitation, RaterLine, rater_lines
from app.storage.rounds import Round, participants_with_persons


@dataclass(frozen=True)
class GroupProgress:
    """A rater group of a participant; `responded` is known only after the close."""

    group: str
    label: str
    roster: int
    responded: int | None


@dataclass(frozen=True)
class ParticipantProgress:
    """How far the raters of one participant are; `done` is None where it may not be shown."""

    participant_id: str
    name: str
    groups: tuple[GroupProgress, ...]
    done: int | None
    total: int


@dataclass(frozen=True)
class OpenRater:
    """A rater who still has something open and may be shown."""

    name: str
    email: str
    open_count: int


@dataclass(frozen=True)
class FailedMail:
    """A mail that was refused for good, and what the server said."""

    name: str
    address: str
    reason: str


@dataclass(frozen=True)
class Progress:
    """How far a round is; `open_raters` is None when the round does not show who is open."""

    done: int
    total: int
    participants: tuple[ParticipantProgress, ...]
    open_raters: tuple[OpenRater, ...] | None
    hidden_raters: int
    mails: dict[str, int]
    failed_mails: tuple[FailedMail, ...]


def round_progress(work: Work, round_id: str) -> Progress:
    """Return a round's progress without telling who is open in a group under k."""
    round_ = find_round(work, round_id)
    lines = rater_lines(work.session, round_id)
    total = len(lines)
    done = sum(line.assignment.state == "done" for line in lines)
    open_raters, hidden = _open_raters(round_, lines)
    return Progress(
        done=done,
        total=total,
        participants=_participants(work, round_, lines),
        open_raters=open_raters if round_.hr_sees_progress else None,
        hidden_raters=hidden,
        mails=counts_by_state(work.session, round_id),
        failed_mails=_failed(work, round_id),
    )


def small_groups(round_: Round, lines: list[RaterLine]) -> set[tuple[str, str]]:
    """Return (participant id, group) of every anonymous group with fewer than k invited raters."""
    sizes: dict[tuple[str, str], int] = {}
    for line in lines:
        key = (line.participant.id, line.assignment.rater_group)
        sizes[key] = sizes.get(key, 0) + 1
    return {key for key, size in sizes.items() if size < round_.k and key[1] not in NAMED_GROUPS}


def _open_raters(round_: Round, lines: list[RaterLine]) -> tuple[tuple[OpenRater, ...], int]:
    if not is_allowed(round_.state, RoundAct.ANSWER):
        return (), 0
    small = small_groups(round_, lines)
    by_rater: dict[str, list[RaterLine]] = {}
    for line in lines:
        by_rater.setdefault(line.rater.id, []).append(line)
    shown: list[OpenRater] = []
    hidden = 0
    for own in by_rater.values():
        if any((line.participant.id, line.assignment.rater_group) in small for line in own):
            # Counted whether finished or not: the number must not tell who is open either.
            hidden += 1
            continue
        open_count = sum(line.assignment.state == "open" for line in own)
        if open_count:
            shown.append(OpenRater(own[0].rater.name, own[0].rater.email or "", open_count))
    return tuple(sorted(shown, key=lambda rater: (-rater.open_count, rater.name))), hidden


def _participants(work: Work, round_: Round, lines: list[RaterLine]) -> tuple[ParticipantProgress, ...]:
    sealed = round_publications(work, round_)
    small = {participant_id for participant_id, _ in small_groups(round_, lines)}
    labels = {group["id"]: group["label"] for group in round_.groups}
    found: list[ParticipantProgress] = []
    for participant, person in participants_with_persons(work.session, round_.id):
        own = [line.assignment for line in lines if line.participant.id == participant.id]
        may_show = round_.hr_sees_progress and participant.id not in small
        may_show = may_show and is_allowed(round_.state, RoundAct.ANSWER)
        found.append(
            ParticipantProgress(
                participant_id=participant.id,
                name=person.name,
                groups=_groups(labels, own, sealed.get(participant.id)),
                done=sum(each.state == "done" for each in own) if may_show else None,
                total=len(own),
            )
        )
    return tuple(found)


def _groups(
    labels: dict[str, str], own: list[Assignment], publication: Publication | None
) -> tuple[GroupProgress, ...]:
    counted = {count.group: count for count in publication.groups} if publication is not None else {}
    return tuple(
        GroupProgress(
            group=group,
            label=label,
            roster=sum(assignment.rater_group == group for assignment in own),
            responded=counted[group].responded if group in counted else None,
        )
        for group, label in labels.items()
    )


def _failed(work: Work, round_id: str) -> tuple[FailedMail, ...]:
    # Only mails that everybody gets: a reminder that failed would tell who was still open.
    failed = [
        each
        for each in messages_of_round(work.session, round_id)
        if each.state == "failed" and each.kind in {"invitation", "addition"}
    ]
    invitations = [
        work.session.get(Invitation, each.invitation_id) for each in failed if each.invitation_id is not None
    ]
    raters: dict[str, Person] = persons_by_id(
        work.session, (invitation.rater_id for invitation in invitations if invitation is not None)
    )
    found: list[FailedMail] = []
    for message in failed:
        invitation = work.session.get(Invitation, message.invitation_id or "")
        rater = raters.get(invitation.rater_id) if invitation is not None else None
        found.append(
            FailedMail(
                name=rater.name if rater is not None else "",
                address=(rater.email or "") if rater is not None else "",
                reason=message.last_error,
            )
        )
    return tuple(found)
