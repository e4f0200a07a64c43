from typing import Any

import pytest

from app.domain.picture_sentences import (
    cluster_words,
    clusters_title,
    overview_title,
    row_words,
    spider_title,
    spider_words,
    strip_words,
)
from app.domain.text import Text


def cell(
    groups: list[str], counts: list[int], n: int, typical: float | None, **more: object
) -> dict[str, Any]:
    distribution = {str(place): count for place, count in enumerate(counts, 1)}
    shown = {"groups": groups, "n": n, "distribution": distribution, "typical_level": typical}
    return shown | {"softened": False, "shown": True, "reason": None} | more


SELF = cell(["self"], [0, 0, 0, 1], 1, 4)
PEERS = cell(["peer"], [0, 1, 1, 0], 4, 2.5)
BLANK = {"groups": ["other"], "shown": False, "reason": "Too few people answered.", "distribution": None}


@pytest.mark.parametrize(
    ("title", "words"),
    [
        (overview_title(), "Where each group typically stands"),
        (overview_title("Empathy"), "Empathy: where each group typically stands"),
        (spider_title(), "All competencies at a glance"),
        (spider_title("Thinking"), "Thinking at a glance"),
        (clusters_title(), "All clusters at a glance"),
    ],
)
def test_titles_name_what_is_shown(title: Text, words: str) -> None:
    assert str(title) == words


def test_a_row_says_every_group_why_one_is_blank_and_the_target() -> None:
    assert str(row_words("Empathy", [("You", SELF), ("Peers", PEERS), ("Others", BLANK)], 3)) == (
        "Empathy. You: level 4. Peers: between 2 and 3. Others: not shown. Too few people answered."
        " Target: level 3."
    )


def test_a_spider_says_every_group_on_every_axis() -> None:
    words = spider_words(
        ["Empathy", "Planning", "Rest"],
        [("You", [SELF, SELF, None]), ("Peers", [PEERS, BLANK, PEERS])],
        [3, None, 2],
    )
    assert str(words) == (
        "You: Empathy: level 4; Planning: level 4; Rest: not shown."
        " Peers: Empathy: between 2 and 3; Planning: not shown; Rest: between 2 and 3."
        " Target: Empathy: level 3; Rest: level 2."
    )


def test_a_spider_of_nobody_says_so() -> None:
    assert str(spider_words(["a", "b", "c"], [])) == "Nothing is shown here."


def test_a_spider_of_clusters_says_averages_in_the_readers_numbers() -> None:
    words = cluster_words(["Thinking", "People"], [("You", [3.5, None])], lambda mean: f"<{mean}>")
    assert str(words) == "You: Thinking: <3.5> on average; People: not shown."


def test_a_strip_says_how_many_lie_where_and_what_is_not_certain() -> None:
    words = strip_words(cell(["peer"], [0, 0, 1, 2], 5, 4, softened=True), 3)
    assert str(words) == (
        "level 1: 0, level 2: 0, level 3: 0, level 4: 2, one from level 3 to level 4, target level 3"
    )


def test_names_with_percent_signs_and_braces_stay_as_they_are() -> None:
    assert "100 % {x} %(group)s" in str(row_words("100 % {x} %(group)s", [("You", SELF)]))


def test_many_rows_need_no_deep_recursion() -> None:
    axes = [f"Competency {number}" for number in range(60)]
    assert "Competency 59: level 4." in str(spider_words(axes, [("You", [SELF] * 60)]))
