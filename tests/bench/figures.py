"""One line of the table: what was measured, beside a limit or a reference of the same run."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

REPEATS = 5


@dataclass(frozen=True)
class Figure:
    """A measured value; `ratio` is 1.0 at the limit, and larger is better where `is_rate`."""

    name: str
    value: float
    unit: str
    against: str = ""
    ratio: float | None = None
    limit: float | None = None
    is_rate: bool = True

    @property
    def is_kept(self) -> bool:
        """Whether a figure with a limit keeps it."""
        if self.ratio is None or self.limit is None:
            return True
        return self.ratio >= self.limit if self.is_rate else self.ratio <= self.limit


def rate(
    name: str, per_second: float, unit: str, reference: float, against: str, limit: float | None = None
) -> Figure:
    """Return a rate beside the rate of something else; `limit` is the smallest ratio that is promised."""
    return Figure(name, per_second, unit, against, per_second / reference, limit)


def cost(
    name: str, value: float, unit: str, reference: float, against: str, limit: float | None = None
) -> Figure:
    """Return a time or a size beside a limit or a reference; `limit` is the largest ratio promised."""
    return Figure(name, value, unit, against, value / reference, limit, is_rate=False)


def print_table(title: str, figures: Iterable[Figure]) -> int:
    """Print the lines and return how many of them do not keep their limit."""
    print(f"\n{title}")
    missed = 0
    for each in figures:
        ratio = f"{each.ratio:8.2f} x {each.against}" if each.ratio is not None else ""
        bound = ""
        if each.limit is not None:
            missed += not each.is_kept
            sign = ">=" if each.is_rate else "<="
            bound = f"  {'' if each.is_kept else 'MISSED '}({sign} {each.limit:g})"
        print(f"  {each.name:<58}{each.value:>11.2f} {each.unit:<10}{ratio}{bound}", flush=True)
    return missed


def milliseconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the median time of some work."""
    return median(seconds(work) for _ in range(repeats)) * 1000


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes once."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def reference() -> float:
    """Return the milliseconds this machine needs for plain arithmetic, to compare other work with."""
    return milliseconds(lambda: sum(number * number for number in range(200_000)))


def peak_megabytes() -> float:
    """Return the most memory that this process has held (Linux).

    Not from getrusage, where a process begins with what its parent had held.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
