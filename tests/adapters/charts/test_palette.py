"""Signs stand out from their ground, on paper and in both schemes of the page."""

import re
from itertools import combinations
from pathlib import Path

import pytest
import typst

from app.adapters.charts.dot_plot import Row, dot_plot
from app.adapters.charts.level_strip import level_strip
from app.adapters.charts.palette import PAPER, SCREEN
from app.adapters.charts.signs import dash_of, mark
from app.adapters.charts.spider import spider
from tests.adapters.charts.drawn import series_of
from tests.web.test_design import contrast, tokens

REPORT = Path(__file__).parents[3] / "app" / "web" / "static" / "report.css"
SIGNS = range(10)


def screen_tones(scheme: str) -> list[str]:
    """Return the colours of the signs in a scheme, in their order."""
    light, dark = re.findall(r":root \{(.*?)\}", REPORT.read_text(encoding="utf-8"), re.DOTALL)[:2]
    found = dict(re.findall(r"--(tone-\d): ([^;]+);", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--(tone-\d): ([^;]+);", dark))
    page = tokens(scheme)
    names = [tone.removeprefix("var(--").removesuffix(")") for tone in SCREEN.tones]
    return [
        page[found[name].removeprefix("var(--").removesuffix(")")] if "var(" in found[name] else found[name]
        for name in names
    ]


@pytest.mark.parametrize("ground", ["paper", "wash"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_signs_stand_out_on_the_page(scheme: str, ground: str) -> None:
    assert all(contrast(tone, tokens(scheme)[ground]) >= 3 for tone in screen_tones(scheme))


@pytest.mark.parametrize("ground", [PAPER.ground, PAPER.wash])
def test_signs_stand_out_on_paper(ground: str) -> None:
    assert all(contrast(tone, ground) >= 4.5 for tone in PAPER.tones)


def test_no_two_signs_differ_by_colour_alone() -> None:
    drawn = [re.sub(r"#[0-9a-f]{6}", "", mark(sign, 0, 0, PAPER)) for sign in SIGNS]
    assert all(one != other for one, other in combinations(drawn, 2))


def test_the_lines_of_the_usual_groups_differ_without_colour() -> None:
    assert len({dash_of(sign) for sign in range(6)}) == 6


def test_the_typesetter_draws_every_picture_without_a_warning() -> None:
    series = series_of([3, 2, (3.0, 4.0)], [1, None, 4], labels=["You", "שותפים"])
    pictures = {
        "spider": spider(
            ["a", "e\u0301", "c"],
            series,
            levels=4,
            target=[3, 3, 3],
            palette=PAPER,
            title="Title",
            description="Words",
            id="p",
        ),
        "dots": dot_plot(
            [Row("a", 3, "b"), Row("b"), Row("c")],
            series,
            levels=4,
            palette=PAPER,
            title="Title",
            description="Words",
            id="p",
        ),
        "strip": level_strip([0, 2, 0, 0], (3, 4), palette=PAPER, title="Title", description="Words", id="p"),
    }
    source = "\n".join(f'#image(bytes(sys.inputs.{name}), alt: "{name}")' for name in pictures)
    made, warnings = typst.compile_with_warnings(source.encode(), format="pdf", sys_inputs=pictures)
    assert warnings == []
    assert made is not None
    assert bytes(made).startswith(b"%PDF")
