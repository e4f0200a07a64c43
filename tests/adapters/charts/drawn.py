"""Pictures read back: what is drawn, and what is said about it."""

from xml.etree import ElementTree as ET

from hypothesis import strategies as st

from app.adapters.charts.series import Series, Value

SVG = "{http://www.w3.org/2000/svg}"

ANY_WORDS = st.text(max_size=60)
PLACES = st.one_of(
    st.none(),
    st.sampled_from([1, 1.5, 2, 2.5, 3, 3.5, 4]),
    st.sampled_from([(1.0, 2.0), (3.0, 4.0), (3.5, 4.0)]),
)


def read_back(svg: str) -> ET.Element:
    """Return the root of a picture; fails where it is no well-formed XML."""
    root = ET.fromstring(svg)  # noqa: S314 - our own pictures
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    return root


def words_in(root: ET.Element) -> list[str]:
    """Return every line of text that is drawn."""
    return ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]


def alternative(root: ET.Element) -> tuple[str, str]:
    """Return title and description, found as a screen reader finds them."""
    named = {each.get("id"): each.text or "" for each in root.iter() if each.get("id")}
    title, description = (root.get("aria-labelledby") or "").split()
    return named[title], named[description]


def series_of(*values: list[Value], labels: list[str] | None = None) -> list[Series]:
    """Return one series per list of values, with the signs in their order."""
    names = labels or [f"Group {number}" for number in range(len(values))]
    return [Series(names[number], number, each) for number, each in enumerate(values)]
