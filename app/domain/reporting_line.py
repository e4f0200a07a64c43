"""The reporting line: who is whose manager, and where it runs in a circle."""

from collections.abc import Mapping


def circles(managers: Mapping[str, str | None]) -> list[tuple[str, ...]]:
    """Return every circle in the line, each starting with its smallest key.

    `managers` maps a person's key to the manager's key, or to None at the top.
    """
    settled: set[str] = set()
    found: list[tuple[str, ...]] = []
    for start in sorted(managers):
        path: dict[str, int] = {}
        key: str | None = start
        while key is not None and key not in settled and key not in path:
            path[key] = len(path)
            key = managers.get(key)
        if key is not None and key in path:
            circle = list(path)[path[key] :]
            first = circle.index(min(circle))
            found.append(tuple(circle[first:] + circle[:first]))
        settled.update(path)
    return found
