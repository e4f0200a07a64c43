"""The printed report: the figures of its JSON, an accessible file, the same bytes, nothing that is hidden."""

import re
from typing import Any

import page as pdf_rules
import pytest

from app.domain.policy import Policy
from tests.adapters.printed import Answers, Printed, printed
from tests.domain.made_reports import BY_INDICATOR

QUESTIONS = ("analysing", "planning", "empathy")


def alike(*levels: int) -> list[dict[str, int]]:
    """Return raters who give one level to everything."""
    return [dict.fromkeys(QUESTIONS, level) for level in levels]


MIXED: Answers = {
    "self": alike(4),
    "manager": alike(2),
    "peer": alike(1, 2, 2, 3, 4, 4),
    "direct_report": alike(4, 4, 4, 4, 4),
    "other": alike(1, 1),
}
MISSING = {
    "only self": {"self": alike(3)},
    "nobody": {},
    "all cannot judge": {"self": alike(3), "peer": [{}, {}, {}, {}]},
    "too few": {"peer": alike(2, 3)},
    "no self": {"peer": alike(2, 3, 3, 4)},
    "very many": {"self": alike(3), "peer": alike(*[1, 2, 3, 4] * 20)},
}


def findings(made: Printed) -> list[str]:
    """Return what the check of PDF/UA-1 finds wrong."""
    found = pdf_rules.validate_pdf_bytes(made.pdf, profile="pdf-ua-1")
    assert found.rules.total > 50
    assert found.is_compliant is (not found.failures)
    return [f"{failure.rule_id}: {failure.message}" for failure in found.failures]


def parts_of(made: Printed) -> dict[str, str]:
    """Return what stands under each competency."""
    body = made.words[made.words.index("One by one") :]
    names = {each["id"]: f"{each['name']} What {each['id']} means." for each in made.report["competencies"]}
    starts = sorted((body.index(words), id_) for id_, words in names.items())
    ends = [start for start, _ in starts[1:]] + [
        body.index("Word for word") if "Word for word" in body else len(body)
    ]
    return {id_: body[start:end] for (start, id_), end in zip(starts, ends, strict=True)}


@pytest.mark.parametrize("policy", [Policy("core", 4), Policy("core", 3), Policy("classic", 4)], ids=str)
def test_every_figure_is_one_of_the_json_in_its_order(policy: Policy) -> None:
    made = printed(MIXED, policy)
    parts = parts_of(made)
    for competency in made.report["competencies"]:
        found = re.findall(
            r"(\d+) answers?(?:, (\d+) shown)?(?: (?:about )?(\d(?:\.\d)?)[a-z ]* on average)?",
            parts[competency["id"]],
        )
        shown = [cell for cell in competency["cells"] if cell["shown"] and cell["n"] > 1]
        assert [figures(cell) for cell in shown] == [tuple(each) for each in found]


def figures(cell: dict[str, Any]) -> tuple[str, str, str]:
    count = sum(cell["distribution"].values())
    mean = "" if cell["mean"] is None else f"{cell['mean']:g}"
    return str(cell["n"]), "" if count == cell["n"] else str(count), mean


@pytest.mark.parametrize("language", ["en", "nl", "fr"])
def test_the_file_is_accessible_in_every_language(language: str) -> None:
    made = printed(MIXED, language=language, target_levels={"analysing": 3})
    assert findings(made) == []
    catalog: Any = made.reader.trailer["/Root"].get_object()
    assert catalog["/Lang"] == language
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "Anna Vos" in str(made.reader.metadata.title if made.reader.metadata else "")
    assert len(made.reader.outline) > 0


def test_every_page_says_where_it_stands() -> None:
    made = printed(MIXED)
    count = len(made.reader.pages)
    assert count >= 4
    for number, each in enumerate(made.reader.pages, 1):
        assert f"{number} / {count}" in each.extract_text()


def test_the_same_report_gives_the_same_bytes() -> None:
    assert printed(MIXED).pdf == printed(MIXED).pdf


def test_another_lowest_or_highest_answer_gives_the_same_bytes() -> None:
    lower = {**MIXED, "peer": alike(2, 2, 2, 3, 4, 4)}
    assert printed(lower).report == printed(MIXED).report
    assert printed(lower).pdf == printed(MIXED).pdf


def test_a_changed_middle_answer_gives_other_bytes() -> None:
    assert printed({**MIXED, "peer": alike(1, 2, 3, 3, 4, 4)}).pdf != printed(MIXED).pdf


@pytest.mark.parametrize("answers", MISSING.values(), ids=MISSING)
def test_what_is_missing_is_said_in_an_accessible_file(answers: Answers) -> None:
    made = printed(answers)
    assert findings(made) == []
    for reason in {
        cell["reason"]
        for competency in made.report["competencies"]
        for cell in competency["cells"]
        if cell["reason"] and cell["groups"] not in (["self"], ["manager"])
    }:
        assert reason in made.words or "Their ratings and comments are not shown." in made.words


def test_a_round_by_indicator_is_printed_too() -> None:
    rated = [dict.fromkeys(BY_INDICATOR.rating_questions, 3) for _ in range(5)]
    made = printed({"self": rated[:1], "peer": rated}, questionnaire=BY_INDICATOR)
    assert findings(made) == []
    assert "It places no competency on a level, so nothing is ranked here." in made.words
    texts = [question.wording.other for item in BY_INDICATOR.items for question in item.indicator_questions]
    assert texts
    assert [words for words in texts if words not in made.words] == []


@pytest.mark.parametrize(
    "words",
    [
        '#read("/etc/passwd")',
        '#image("/etc/hosts")',
        '#import "@preview/cetz:0.3.0": *',
        "$ sum_(i=1)^n $ *bold* _it_ `raw` <label> @ref",
        "back\\slash \"double\" 'single' “curly”",
        "<script>alert(1)</script> &amp; <svg onload=x>",
        "=1+1 +2 -3 @x",
    ],
)
def test_what_people_write_stays_what_they_wrote(words: str) -> None:
    made = printed(MIXED, name=words, comments=[("peer", words)] * 4)
    assert made.words.count(words) >= 5
    assert findings(made) == []
    assert "root:" not in made.words


@pytest.mark.parametrize(
    "words",
    [
        "שלום עולם",
        "مرحبا، عمل جيد",
        "e\u0301\u0328 combined",
        "😀 北京",
        "x" * 3000,
        "long " * 2000,
        "one\n\n\ntwo\r\nthree",
    ],
    ids=[
        "Hebrew",
        "Arabic",
        "combining",
        "without a typeface",
        "an endless word",
        "10,000 characters",
        "lines",
    ],
)
def test_other_ways_of_writing_fit_the_page(words: str) -> None:
    made = printed(MIXED, name=words[:60], comments=[("peer", words)] * 4)
    assert findings(made) == []


def test_the_file_knows_no_more_than_the_report() -> None:
    made = printed(MIXED)
    metadata: dict[str, Any] = dict(made.reader.metadata or {})
    assert set(metadata) == {"/Title", "/Author", "/Creator", "/CreationDate", "/ModDate"}
    assert str(metadata["/CreationDate"]) == "D:20261124093015Z"
    assert made.reader.attachments == {}


def test_comments_stand_in_the_order_of_the_seal() -> None:
    written = [("peer", f"remark number {number}") for number in range(6)]
    made = printed(MIXED, comments=written)
    (pool,) = [each["texts"] for each in made.report["comments"]]
    assert re.findall(r"remark number \d", made.words) == pool


def test_small_groups_are_named_and_their_answers_are_not() -> None:
    made = printed({"self": alike(3), "peer": alike(2, 3, 3, 4), "other": alike(4)}, Policy("core", 4))
    assert "Others" in made.words
    for part in parts_of(made).values():
        assert "1 answer" not in part
