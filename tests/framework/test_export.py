from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from framework.export import folder_files, is_verbatim, one_file, sheet_rows
from framework.folder import read_folder
from framework.imports.sheet import import_sheet
from framework.imports.toml_file import import_toml
from framework.loader import bundled_frameworks, load_framework
from framework.model import Framework
from framework.problems import FrameworkError
from framework.validation import check_folder
from tests.framework.frameworks import make_framework
from tests.framework.imports.sheets import framework_sets, sheet

BUNDLED = bundled_frameworks()[0]


def write_folder(folder: Path, files: dict[str, str]) -> Path:
    """Write the files of an export; return their folder."""
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8", newline="\n")
    return folder


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(frameworks=framework_sets())
def test_one_file_comes_back_as_it_went(frameworks: tuple[Framework, ...]) -> None:
    assert import_toml(one_file(frameworks).encode()) == frameworks


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(frameworks=framework_sets())
def test_a_folder_comes_back_as_it_went(
    tmp_path_factory: pytest.TempPathFactory, frameworks: tuple[Framework, ...]
) -> None:
    folder = write_folder(tmp_path_factory.mktemp("export"), folder_files(frameworks))

    assert check_folder(folder) == (frameworks, ())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(frameworks=framework_sets())
def test_rows_come_back_as_they_went(frameworks: tuple[Framework, ...]) -> None:
    result = import_sheet(sheet(sheet_rows(frameworks)), id=frameworks[0].id, revision=7)

    assert result.frameworks == frameworks
    assert result.warnings == ()


@pytest.mark.parametrize("language", BUNDLED.languages)
def test_the_files_of_the_bundled_framework_are_written_as_they_stand(language: str) -> None:
    framework = load_framework(language)

    for path, content in folder_files([framework]).items():
        if "/" in path:
            assert content == (BUNDLED.folder / path).read_text(encoding="utf-8")


def test_a_framework_that_keeps_the_rules_of_style_is_not_exempt_from_them() -> None:
    assert not is_verbatim(make_framework())
    assert "verbatim" not in one_file([make_framework()])


@pytest.mark.parametrize("indicators", [0, 1, 6])
def test_a_framework_that_breaks_the_rules_of_style_says_so(indicators: int, tmp_path: Path) -> None:
    framework = make_framework(indicators=indicators)

    folder = write_folder(tmp_path, folder_files([framework]))

    assert "verbatim = true" in (folder / "framework.toml").read_text()
    assert read_folder(folder) == ((framework,), ())


def test_without_the_exemption_the_rules_of_style_hold(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, folder_files([make_framework(indicators=1)]))
    head = folder / "framework.toml"
    head.write_text(head.read_text().replace("verbatim = true", "verbatim = false"))

    assert {problem.rule for problem in check_folder(folder)[1]} == {"has 1 indicator"}


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(replace(make_framework(), language="en"), id="one language twice"),
        pytest.param(replace(make_framework(), language="nl", id="other"), id="two ids"),
        pytest.param(make_framework({"people": ("empathy",)}), id="other clusters"),
    ],
)
def test_only_the_languages_of_one_framework_can_be_written_together(second: Framework) -> None:
    with pytest.raises(ValueError, match="not the languages of one framework"):
        one_file([make_framework(), second])


@pytest.mark.parametrize(
    ("old", "new", "place", "rule"),
    [
        pytest.param("id =", "id ", "line 1", "is not TOML", id="syntax"),
        pytest.param("en.people", "en.peple", "texts, en", "people is missing", id="a cluster is missing"),
        pytest.param(
            'id = "empathy"',
            'id = "planning"',
            "texts, en, people, competency 1 (planning)",
            "already used",
            id="an id twice",
        ),
        pytest.param("verbatim = true", "verbatim = 1", "", "verbatim is a number", id="no flag"),
        pytest.param(
            "Does empathy-1-1.",
            "",
            "texts, en, people, competency 1 (empathy), level 1, indicator 1",
            "other is empty",
            id="an empty text",
        ),
    ],
)
def test_a_broken_file_is_refused_with_the_place(old: str, new: str, place: str, rule: str) -> None:
    content = one_file([make_framework(indicators=1)])
    assert old in content

    with pytest.raises(FrameworkError) as caught:
        import_toml(content.replace(old, new).encode(), "own.toml")

    assert any(
        problem.file == "own.toml" and problem.place.startswith(place) and rule in problem.rule
        for problem in caught.value.problems
    ), caught.value.problems


def test_languages_that_differ_are_refused_by_their_tables() -> None:
    other = replace(
        make_framework({"thinking": ("analysing",), "people": ("empathy", "assertiveness", "networking")}),
        language="nl",
    )

    with pytest.raises(FrameworkError) as caught:
        import_toml(one_file([make_framework(), other]).encode())

    assert [(each.place, each.rule) for each in caught.value.problems] == [
        ("texts, nl, thinking", "competency 'planning' of [texts.en.thinking] is missing")
    ]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        pytest.param(b"", "is missing", id="empty"),
        pytest.param(b"\xff\xfe", "is not UTF-8", id="not UTF-8"),
        pytest.param(b'texts = "none"', "texts is not a table", id="texts"),
        pytest.param(b"#" * 50_000_000, "more than 4000000", id="fifty megabytes"),
        pytest.param(b"a = " + b"[" * 100_000, "", id="deep"),
    ],
)
def test_what_is_no_framework_at_all_is_refused(content: bytes, rule: str) -> None:
    with pytest.raises(FrameworkError) as caught:
        import_toml(content)

    assert any(rule in problem.rule for problem in caught.value.problems)
