"""What was promised, what was measured, and whether it was kept."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """One figure; `is_kept` decides, `measured` and `limit` are words for a table."""

    name: str
    measured: str
    limit: str
    is_kept: bool


def at_most(name: str, measured: float, limit: float, unit: str = "") -> Promise:
    """Return a figure that may not be larger than its limit."""
    return Promise(name, f"{measured:g}{unit}", f"<= {limit:g}{unit}", measured <= limit)


def at_least(name: str, measured: float, limit: float, unit: str = "") -> Promise:
    """Return a figure that may not be smaller than its limit."""
    return Promise(name, f"{measured:g}{unit}", f">= {limit:g}{unit}", measured >= limit)


def none_of(name: str, measured: int) -> Promise:
    """Return a number that has to be zero."""
    return Promise(name, str(measured), "0", measured == 0)


def noted(name: str, measured: str) -> Promise:
    """Return a figure that nothing was promised about."""
    return Promise(name, measured, "", is_kept=True)


def broken(promises: list[Promise]) -> list[str]:
    """Return what was not kept, in words; the tests want this to be empty."""
    return [f"{each.name}: {each.measured}, promised {each.limit}" for each in promises if not each.is_kept]
