"""What rater groups, and blocks of them, are called on pages."""

from collections.abc import Mapping, Sequence

from app.domain.raters import DIRECT_REPORT, MANAGER, OTHER, PEER, SELF, RaterGroup
from app.domain.text import Text, text, text_n

_LABELS = {
    SELF: text("Self"),
    MANAGER: text("Manager"),
    PEER: text("Peers"),
    DIRECT_REPORT: text("Direct reports"),
    OTHER: text("Others"),
}
_LABELS_INSIDE = {
    SELF: text("self"),
    MANAGER: text("manager"),
    PEER: text("peers"),
    DIRECT_REPORT: text("direct reports"),
    OTHER: text("others"),
}


def group_label(group: RaterGroup) -> Text:
    """Return a group's name as a heading: its own label, or the name of the standard group."""
    if group.label:
        return text("%(label)s", label=group.label)
    return _LABELS.get(group.id) or text("%(label)s", label=group.id)


def group_label_inside(group: RaterGroup) -> Text:
    """Return a group's name as it stands inside a sentence; own labels keep their spelling."""
    if not group.label and group.id in _LABELS_INSIDE:
        return _LABELS_INSIDE[group.id]
    return group_label(group)


def block_label(groups: Sequence[RaterGroup]) -> Text:
    """Return the name of groups that are shown together, as a heading: "Peers and direct reports"."""
    first, *rest = groups
    return joined([group_label(first), *(group_label_inside(group) for group in rest)])


def block_label_inside(groups: Sequence[RaterGroup]) -> Text:
    """Return the name of groups that are shown together, as it stands inside a sentence."""
    return joined([group_label_inside(group) for group in groups])


def joined(parts: Sequence[Text]) -> Text:
    """Return "a", "a and b" or "a, b and c"."""
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:
        return text("%(first)s and %(last)s", first=parts[0], last=parts[1])
    return text("%(first)s, %(rest)s", first=parts[0], rest=joined(parts[1:]))


def either(parts: Sequence[Text]) -> Text:
    """Return "a", "a or b" or "a, b or c"."""
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:
        return text("%(first)s or %(last)s", first=parts[0], last=parts[1])
    return text("%(first)s, %(rest)s", first=parts[0], rest=either(parts[1:]))


def counted(group: RaterGroup, count: int) -> Text:
    """Return a group with its number of raters: "6 peers"."""
    if group.label or group.id not in _LABELS:
        return text_n(
            "%(count)s rater in %(label)s",
            "%(count)s raters in %(label)s",
            count,
            label=group_label(group),
        )
    match group.id:
        case "peer":
            return text_n("%(count)s peer", "%(count)s peers", count)
        case "direct_report":
            return text_n("%(count)s direct report", "%(count)s direct reports", count)
        case "manager":
            return text_n("%(count)s manager", "%(count)s managers", count)
        case _:
            return text_n("%(count)s other rater", "%(count)s other raters", count)


def groups_named(ids: Sequence[str], labels: Mapping[str, str]) -> tuple[RaterGroup, ...]:
    """Return groups for ids; `labels` holds the names a round gave, standard groups may be missing."""
    return tuple(RaterGroup(group, labels.get(group, "")) for group in ids)
