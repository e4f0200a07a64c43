"""All rounds at a glance."""

from dataclasses import dataclass

from app.domain.rounds import RoundState
from app.services.work import Work
from app.storage.raters import finished_share
from app.storage.rounds import Round, all_rounds, participant_counts


@dataclass(frozen=True)
class RoundLine:
    """A round with its participants; `share` is (done, all) forms, or None where it is not shown.

    While a round runs, the share leaves out the forms of raters whose answers nobody may follow.
    """

    round: Round
    participants: int
    share: tuple[int, int] | None


def list_rounds(work: Work) -> tuple[RoundLine, ...]:
    """Return every round, the newest first."""
    counts = participant_counts(work.session)
    return tuple(
        RoundLine(round_, counts.get(round_.id, 0), _share(work, round_))
        for round_ in all_rounds(work.session)
    )


def _share(work: Work, round_: Round) -> tuple[int, int] | None:
    if round_.state == RoundState.DRAFT:
        return None
    is_running = round_.state in {RoundState.COLLECTING, RoundState.CLOSING}
    if is_running and not round_.hr_sees_progress:
        return None
    done, total = finished_share(work.session, round_.id, only_followed=is_running)
    return (done, total) if total else None
