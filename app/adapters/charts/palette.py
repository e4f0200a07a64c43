"""The two sets of colours of a picture: one that follows the page's scheme, one for paper."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours and letters as SVG attribute values; `tones` go with the signs, in their order."""

    ground: str
    ink: str
    soft: str
    rule: str
    edge: str
    wash: str
    tones: tuple[str, ...]
    letters: str

    def tone(self, sign: int) -> str:
        """Return the colour of a sign; what is beyond the last one shares its colour, never its shape."""
        return self.tones[min(sign, len(self.tones) - 1)]


SCREEN = Palette(
    ground="var(--paper)",
    ink="var(--ink)",
    soft="var(--ink-soft)",
    rule="var(--rule)",
    edge="var(--edge)",
    wash="var(--wash)",
    tones=tuple(f"var(--tone-{number})" for number in range(6)),
    letters="var(--sans)",
)
"""Custom properties of rondom.css and report.css: light and dark follow by themselves."""

PAPER = Palette(
    ground="#ffffff",
    ink="#1d2225",
    soft="#545c60",
    rule="#dbd7ce",
    edge="#7b8286",
    wash="#e4f0f1",
    tones=("#0b5a66", "#1d2225", "#8f5513", "#5b4a8c", "#3f6b33", "#84405f"),
    letters="Libertinus Serif, DejaVu Sans, serif",
)
"""Concrete colours; the first family is the one that the typesetter carries with it."""
