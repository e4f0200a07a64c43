"""The stylesheet keeps its promises: readable in both schemes, small, and nothing inline in the pages."""

import re
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STYLESHEET = ROOT / "app" / "web" / "static" / "rondom.css"
# A file to keep brings its style with it; it is not served under our content security policy.
KEPT = ROOT / "templates" / "report" / "standalone.html"
PAGES = [path for path in (ROOT / "templates").rglob("*.html") if "mail" not in path.parts and path != KEPT]

TEXT_ON = [
    ("ink", "paper"),
    ("ink", "sheet"),
    ("ink", "shade"),
    ("ink", "wash"),
    ("ink", "signal-wash"),
    ("ink-soft", "paper"),
    ("ink-soft", "sheet"),
    ("ink-soft", "shade"),
    ("accent", "paper"),
    ("accent", "shade"),
    ("accent", "wash"),
    ("accent", "signal-wash"),
    ("on-accent", "accent"),
    ("paper", "ink"),
    ("signal", "paper"),
    ("signal", "shade"),
    ("signal", "signal-wash"),
    ("on-signal", "signal"),
    ("on-band", "band"),
]
SHAPES_ON = [
    ("edge", "paper"),
    ("edge", "sheet"),
    ("accent", "rule"),
    ("accent", "wash"),
    ("signal", "sheet"),
]


def tokens(scheme: str) -> dict[str, str]:
    """Return the colours of a scheme; dark overrides light, as in a browser."""
    css = STYLESHEET.read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark))
    return found


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2, from 0 (black) to 1 (white)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(("scheme", "pair"), list(product(("light", "dark"), TEXT_ON)), ids=str)
def test_text_is_readable_on_its_ground(scheme: str, pair: tuple[str, str]) -> None:
    colours = tokens(scheme)
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 4.5


@pytest.mark.parametrize(("scheme", "pair"), list(product(("light", "dark"), SHAPES_ON)), ids=str)
def test_borders_and_marks_stand_out_from_their_ground(scheme: str, pair: tuple[str, str]) -> None:
    colours = tokens(scheme)
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 3


def test_dark_overrides_every_colour() -> None:
    css = STYLESHEET.read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    named = r"--([a-z-]+): #"
    assert set(re.findall(named, light)) == set(re.findall(named, dark))


def test_every_token_in_use_is_defined() -> None:
    css = STYLESHEET.read_text(encoding="utf-8")
    assert set(re.findall(r"var\(--([a-z0-9-]+)", css)) <= set(re.findall(r"--([a-z0-9-]+):", css))


def test_stylesheet_stays_small_and_fetches_nothing() -> None:
    css = STYLESHEET.read_text(encoding="utf-8")
    assert STYLESHEET.stat().st_size < 25_000
    assert "url(" not in css
    assert "@import" not in css


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_hold_no_inline_styles_or_scripts(page: Path) -> None:
    source = re.sub(r"\{#.*?#\}", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:|<script(?![^>]*\ssrc=)", source)
