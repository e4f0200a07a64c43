"""HTML that is the same for many raters, cut where it differs from one to the next, and kept on shelves.

What is kept holds no name, answer or token of anybody: those are put between the pieces for one answer only.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from secrets import token_hex
from threading import Lock
from typing import Generic, TypeVar

from markupsafe import Markup

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

END = "z"


@dataclass(frozen=True)
class CutHtml:
    """Pieces of HTML with the name of what belongs behind each; the last one has nothing behind it."""

    pieces: tuple[str, ...]
    places: tuple[Hashable, ...]

    def filled(self, values: Mapping[Hashable, str]) -> Markup:
        """Return the whole; `values` are HTML by place, and a place without a value stays empty."""
        parts = [""] * (2 * len(self.places) + 1)
        parts[::2] = self.pieces
        parts[1::2] = [values.get(place, "") for place in self.places]
        return Markup("".join(parts))  # noqa: S704 - pieces are rendered, and whoever fills them in escapes


class Marks:
    """Words that stand for what differs while a template is rendered; nobody can write them beforehand."""

    def __init__(self) -> None:
        self._stem = f"mark{token_hex(16)}"
        self._places: list[Hashable] = []

    def of(self, place: Hashable) -> Markup:
        """Return the word for a place, which is safe wherever HTML or an address is written."""
        self._places.append(place)
        return Markup(f"{self._stem}{len(self._places) - 1}{END}")  # noqa: S704 - letters and digits

    def cut(self, html: str) -> CutHtml:
        """Return the HTML cut at these words."""
        first, *rest = html.split(self._stem)
        pieces, places = [first], []
        for part in rest:
            number, _, piece = part.partition(END)
            places.append(self._places[int(number)])
            pieces.append(piece)
        return CutHtml(tuple(pieces), tuple(places))


class Shelf(Generic[K, V]):
    """Keeps what was asked for last, and no more of it than was said."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self._kept)

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Return what is kept under the key, made now if it is not."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def values(self) -> list[V]:
        """Return everything that is kept, for tests that look for what must not be there."""
        return list(self._kept.values())
