"""What the reports of a round leave out, gathered by reason: thirty people seldom have thirty reasons."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.disclosure import DisclosureCheck
from app.web.language import translated


@dataclass(frozen=True)
class LeftOut:
    """A reason in the reader's language, and whose reports it is about; no name stands for all of them."""

    reason: str
    names: tuple[str, ...]


def left_out_by_reason(check: DisclosureCheck, names: Mapping[str, str]) -> tuple[LeftOut, ...]:
    """Return every reason once: what holds for all reports first, then what holds for most."""
    found: dict[str, list[str]] = {}
    for participant in check.participants:
        for note in participant.notes:
            found.setdefault(translated(note), []).append(names[participant.participant_id])
    everybody = len(check.participants)
    gathered = (
        LeftOut(reason, tuple(named) if len(named) < everybody else ()) for reason, named in found.items()
    )
    return tuple(sorted(gathered, key=lambda left: (bool(left.names), -len(left.names))))
