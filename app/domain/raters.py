"""Rater groups: who rates, in which order, and who is anonymous."""

from collections.abc import Iterable
from dataclasses import dataclass

SELF = "self"
MANAGER = "manager"
PEER = "peer"
DIRECT_REPORT = "direct_report"
OTHER = "other"

STANDARD_GROUPS = (SELF, MANAGER, PEER, DIRECT_REPORT, OTHER)
NAMED_GROUPS = (SELF, MANAGER)


@dataclass(frozen=True)
class RaterGroup:
    """A group of raters of a round; `label` is empty for the standard groups, which translate themselves."""

    id: str
    label: str = ""

    @property
    def is_anonymous(self) -> bool:
        """Everybody but self and manager is anonymous, a round's own groups included."""
        return self.id not in NAMED_GROUPS


def pooling_order(groups: Iterable[str]) -> tuple[str, ...]:
    """Return anonymous groups in the order of ties in anonymity.md R2: peer, direct_report, own, other."""
    present = [group for group in groups if group not in NAMED_GROUPS]
    own = [group for group in present if group not in STANDARD_GROUPS]
    return tuple(group for group in (PEER, DIRECT_REPORT, *own, OTHER) if group in present)
