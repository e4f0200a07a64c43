"""Typesetting: equal documents give equal bytes, nothing is markup, every character is shown or marked."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from app.adapters.typesetting import TypstTypesetter
from app.domain.typesetting import TypesettingError

SEALED_AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TEMPLATE = """
#let told = json(bytes(sys.inputs.document))
#set document(title: told.title)
#set text(lang: "en")
= #told.title
#for line in told.lines [ / Line: #line ]
#if told.has_unshown [Some signs are missing.]
"""


@pytest.fixture
def typesetter(tmp_path: Path) -> TypstTypesetter:
    (tmp_path / "plain.typ").write_text(TEMPLATE)
    return TypstTypesetter(tmp_path)


def pdf_of(typesetter: TypstTypesetter, *lines: str) -> bytes:
    document: dict[str, Any] = {"title": "A title", "lines": list(lines)}
    return typesetter.typeset("plain", document, SEALED_AT)


def words_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_the_same_document_gives_the_same_bytes_from_two_compilers(
    typesetter: TypstTypesetter, tmp_path: Path
) -> None:
    assert pdf_of(typesetter, "one") == pdf_of(TypstTypesetter(tmp_path), "one")


def test_the_only_date_is_the_one_that_was_given(typesetter: TypstTypesetter) -> None:
    metadata = PdfReader(BytesIO(pdf_of(typesetter, "one"))).metadata
    assert metadata is not None
    assert metadata.creation_date == SEALED_AT
    assert metadata.modification_date == SEALED_AT


@pytest.mark.parametrize(
    "words",
    [
        '#read("/etc/passwd")',
        '#image("/etc/hosts")',
        "$x^2$ *bold* _it_ = no",
        "\\ \" ' ` <a> @b",
        "@preview/x",
    ],
)
def test_markup_stays_literal(typesetter: TypstTypesetter, words: str) -> None:
    assert words in words_of(pdf_of(typesetter, words))


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("\N{GRINNING FACE} fine", "□ fine"),
        ("\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}", "□"),
        ("\u5317\u4eac", "□□"),
        ("bell\x07 escape\x1b", "bell escape"),
        ("\u202eturned", "turned"),
    ],
    ids=["emoji", "a joined emoji", "Chinese", "control characters", "a turned direction"],
)
def test_what_no_typeface_shows_gets_a_sign(typesetter: TypstTypesetter, words: str, seen: str) -> None:
    found = words_of(pdf_of(typesetter, words))
    assert seen in found
    assert ("Some signs are missing." in found) is ("□" in seen)


@pytest.mark.parametrize("words", ["Łukasz Ștefan", "Ελένη", "Ирина", "naïve coöperatie", "“…” – €"])
def test_european_scripts_are_shown(typesetter: TypstTypesetter, words: str) -> None:
    assert words in words_of(pdf_of(typesetter, words))


@pytest.mark.parametrize("words", ["שלום", "محمد", "e\u0301\u0328", "x" * 2000])
def test_other_directions_marks_and_endless_words_are_accepted(
    typesetter: TypstTypesetter, words: str
) -> None:
    assert "Some signs are missing." not in words_of(pdf_of(typesetter, words))


def test_a_template_changes_the_version(typesetter: TypstTypesetter, tmp_path: Path) -> None:
    (tmp_path / "plain.typ").write_text(TEMPLATE + " ")
    assert TypstTypesetter(tmp_path).version != TypstTypesetter(Path("/nonexistent")).version
    changed = TypstTypesetter(tmp_path).version
    (tmp_path / "plain.typ").write_text(TEMPLATE)
    assert typesetter.version != changed


def test_a_missing_template_is_named_as_such(typesetter: TypstTypesetter) -> None:
    with pytest.raises(TypesettingError, match="absent"):
        typesetter.typeset("absent", {"title": "x"}, SEALED_AT)


def test_a_template_reaches_no_file_outside_its_folder_and_no_package(
    typesetter: TypstTypesetter, tmp_path: Path
) -> None:
    for number, line in enumerate(['#read("../../../../etc/hostname")', '#import "@preview/cetz:0.3.0": *']):
        (tmp_path / f"greedy{number}.typ").write_text('#set document(title: "x")\n' + line)
        with pytest.raises(TypesettingError):
            typesetter.typeset(f"greedy{number}", {}, SEALED_AT)
