"""Time zones by their names in the IANA database."""

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

LONGEST_NAME = 64

_AREAS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia"),
    *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
)
_NO_PLACES = {"localtime", "Factory"}


@cache
def offered_zones() -> tuple[str, ...]:
    """Return the names worth offering, in alphabetical order: those of places, and UTC."""
    places = (name for name in _names().values() if name.partition("/")[0] in _AREAS)
    return (*sorted(places), "UTC")


def known_zone(typed: str) -> str | None:
    """Return the name as it is written for "europe/brussels" or "America/New York", or None."""
    return _names().get("_".join(typed.split()).casefold())


def zone_named(name: str, otherwise: ZoneInfo) -> ZoneInfo:
    """Return a stored time zone; `otherwise` for none, and for one that this machine does not know."""
    try:
        return ZoneInfo(name) if name else otherwise
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # An area alone, such as Europe, is a folder.
        return otherwise


@cache
def _names() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() - _NO_PLACES}
