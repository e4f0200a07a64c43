"""How far a round is, within what raters were promised (anonymity.md R7)."""

from dataclasses import dataclass

from app.domain.publication import Publication
from app.domain.rounds import RoundAct, RoundState, is_allowed
from app.services.deliveries import count_troubles
from app.services.finding import find_round
from app.services.sealed_reports import round_publications
from app.services.work import Work
from app.storage.messages import counts_by_state
from app.storage.raters import (
    Assignment,
    RaterLine,
    rater_lines,
    raters_not_followed,
)
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
    """How far the raters of one participant are; `done` is None where it may not be shown.

    While the round runs, `done` and `total` leave out the forms of raters whose answers nobody may follow.
    """

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
class Decline:
    """A rater who may be shown and does not want to rate a participant."""

    rater_name: str
    participant_name: str
    reason: str


@dataclass(frozen=True)
class Progress:
    """How far a round is; `done` and `open_raters` are None when the round does not show it while it runs.

    Until the close `done`, `total` and `declines` leave out the raters whose answers nobody may follow.
    """

    done: int | None
    total: int
    participants: tuple[ParticipantProgress, ...]
    open_raters: tuple[OpenRater, ...] | None
    declines: tuple[Decline, ...]
    hidden_raters: int
    mails: dict[str, int]
    troubles: int
    """Raters whose mail did not arrive, or who have no address."""


def round_progress(work: Work, round_id: str) -> Progress:
    """Return a round's progress without a word or number about raters whose answers nobody may follow."""
    round_ = find_round(work, round_id)
    lines = rater_lines(work.session, round_id)
    is_sealed = round_.state in {RoundState.CLOSED, RoundState.RELEASED}
    followed = lines if is_sealed else _followed(round_, lines)
    is_shown = is_sealed or round_.hr_sees_progress
    is_open = is_allowed(round_.state, RoundAct.ANSWER)
    return Progress(
        done=sum(line.assignment.state == "done" for line in followed) if is_shown else None,
        total=len(followed) if is_shown else len(lines),
        participants=_participants(work, round_, lines),
        open_raters=_open_raters(followed if is_open else []) if round_.hr_sees_progress else None,
        declines=_declines(followed) if is_open else (),
        hidden_raters=_rater_count(lines) - _rater_count(followed) if not is_sealed else 0,
        mails=counts_by_state(
            work.session,
            round_id,
            raters_not_followed(round_id, is_nobody_followed=not round_.hr_sees_progress),
        ),
        troubles=count_troubles(work, round_),
    )


def _followed(round_: Round, lines: list[RaterLine]) -> list[RaterLine]:
    hidden = {line.rater.id for line in lines if not line.assignment.is_followed}
    return [line for line in lines if round_.hr_sees_progress and line.rater.id not in hidden]


def _rater_count(lines: list[RaterLine]) -> int:
    return len({line.rater.id for line in lines})


def _open_raters(followed: list[RaterLine]) -> tuple[OpenRater, ...]:
    by_rater: dict[str, list[RaterLine]] = {}
    for line in followed:
        if line.assignment.state == "open":
            by_rater.setdefault(line.rater.id, []).append(line)
    shown = [OpenRater(own[0].rater.name, own[0].rater.email or "", len(own)) for own in by_rater.values()]
    return tuple(sorted(shown, key=lambda rater: (-rater.open_count, rater.name)))


def _declines(followed: list[RaterLine]) -> tuple[Decline, ...]:
    return tuple(
        Decline(line.rater.name, line.participant_person.name, line.assignment.decline_reason)
        for line in followed
        if line.assignment.state == "declined"
    )


def _by_participant(lines: list[RaterLine]) -> dict[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = {}
    for line in lines:
        found.setdefault(line.participant.id, []).append(line.assignment)
    return found


def _participants(work: Work, round_: Round, lines: list[RaterLine]) -> tuple[ParticipantProgress, ...]:
    sealed = round_publications(work, round_)
    everybody, followed = _by_participant(lines), _by_participant(_followed(round_, lines))
    is_open = is_allowed(round_.state, RoundAct.ANSWER)
    labels = {group["id"]: group["label"] for group in round_.groups}
    found: list[ParticipantProgress] = []
    for participant, person in participants_with_persons(work.session, round_.id):
        own, shown = everybody.get(participant.id, []), followed.get(participant.id, [])
        may_show = is_open and bool(shown)
        found.append(
            ParticipantProgress(
                participant_id=participant.id,
                name=person.name,
                groups=_groups(labels, own, sealed.get(participant.id)),
                done=sum(each.state == "done" for each in shown) if may_show else None,
                total=len(shown) if may_show else len(own),
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
