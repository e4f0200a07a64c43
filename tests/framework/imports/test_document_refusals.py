import time

import pytest

from framework.imports.document import import_document
from framework.imports.lines import decode_document
from framework.imports.problems import ImportProblem, ImportRefusedError
from tests.framework.imports.documents import Layout, write_document
from tests.framework.imports.examples import small

TEXT = write_document(small(), Layout(is_spaced=False))
LINES = TEXT.splitlines()


def refusal(text: str) -> tuple[ImportProblem, ...]:
    with pytest.raises(ImportRefusedError) as caught:
        import_document(text, id="own")
    return caught.value.problems


def line_of(text: str, found: str) -> int:
    """Return the number of the first line that holds something."""
    return next(number for number, line in enumerate(text.splitlines(), start=1) if found in line)


def replaced(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        pytest.param("", "", "the text is empty", id="empty"),
        pytest.param(" \n\n\f\n", "", "the text is empty", id="blank"),
        pytest.param("Beste klant,\nzie bijlage.\n", "Beste", "begins with 'Definitie:'", id="a letter"),
        pytest.param(
            replaced("4. Trede 4", "5. Trede 4"),
            "5. Trede",
            "level 5 stands where level 4",
            id="level 4 is 5",
        ),
        pytest.param(
            replaced("  Kruiden kweken\n Def", "5. Trede 5.\nDoet nog meer.\n  Kruiden kweken\n Def"),
            "5. Trede",
            "has a level 5",
            id="five levels",
        ),
        pytest.param(
            replaced("3. Trede 3", "Trede 3"),
            "4. Trede",
            "level 4 stands where level 3",
            id="a level is missing",
        ),
        pytest.param(
            replaced(" Definitie: De kunst van kruiden", " De kunst van kruiden"),
            "1. Trede",
            "level 1 begins",
            id="a definition lost its marker",
        ),
        pytest.param(
            replaced("Kruiden kweken", "Broodbakken"), "Vakwerk", "", id="one name twice in a cluster"
        ),
        pytest.param(
            replaced("  Kruiden kweken\n Def", "  Zilver poetsen\n Def"),
            "Zilver",
            "stands in a table, and is no name of the overview",
            id="an unknown title",
        ),
        pytest.param(
            replaced("Blijft daarbij rustig.\n2.", "Blijft daarbij\nKruiden kweken\nrustig.\n2."),
            "Kruiden",
            "in the middle of a sentence",
            id="a title inside a sentence",
        ),
        pytest.param(replaced("1. Trede 1 is bereikt.", "1."), "1.", "has no text", id="a level of one line"),
        pytest.param(
            replaced(" rustig.\n2.", " rustig.\n7\n3\n2."),
            "3",
            "is no page number after 7",
            id="a stray number",
        ),
        pytest.param(
            replaced("rustig.\n2.", "rustig.\nXy\nzw\nqr\n2."), "Xy", "spell no name", id="stray pieces"
        ),
    ],
)
def test_what_cannot_be_placed_is_refused_with_its_line(text: str, place: str, what: str) -> None:
    problems = refusal(text)

    assert any(what in problem.what for problem in problems), problems
    assert all(problem.line >= 1 and problem.proposal for problem in problems)
    if what and place:
        assert problems[0].line in {
            number for number, line in enumerate(text.splitlines(), start=1) if place in line
        }


def test_two_competencies_with_one_name_are_refused_naming_both_lines() -> None:
    dictionary = small("Vakwerk", "Gasten")
    text = write_document(dictionary, Layout(is_spaced=False)).replace("Gasten volgen", "Kruiden kweken")

    problem = refusal(text)[0]

    assert (problem.line, problem.what) == (7, "the competency 'Kruiden kweken' is on line 4 already")


@pytest.mark.parametrize("share", [0.3, 0.5, 0.8, 0.97])
def test_half_a_document_is_refused(share: float) -> None:
    assert refusal("\n".join(LINES[: int(len(LINES) * share)]))


def test_a_document_without_its_overview_is_refused() -> None:
    start = line_of(TEXT, "Definitie")
    text = "\n".join(line for line in LINES[start - 1 :] if "Vakwerk" not in line and "Cluster" not in line)

    assert refusal(text)[0].what == "no overview of clusters and competencies was found"


def test_titles_that_have_changed_places_are_refused() -> None:
    text = TEXT.replace("  Kruiden kweken\n Def", "  @\n Def").replace(
        "  Servies dragen\n Def", "  Kruiden kweken\n Def"
    )

    problems = refusal(text.replace("  @", "  Servies dragen"))

    assert [problem.what for problem in problems] == [
        "the definition has the title 'Servies dragen', but is the place of 'Kruiden kweken'",
        "the definition has the title 'Kruiden kweken', but is the place of 'Servies dragen'",
    ]


def test_a_row_that_nothing_divides_is_refused() -> None:
    text = replaced("Vakwerk Broodbakken", "Vak En Werk Brood Bakken").replace("  Broodbakken\n", "")

    assert any("cannot tell where the name of the cluster ends" in problem.what for problem in refusal(text))


def test_every_problem_is_named_in_one_run() -> None:
    text = replaced("2. Trede 2", "3. Trede 2").replace(
        " Definitie: De kunst van servies", " De kunst van servies"
    )

    assert len(refusal(text)) >= 3


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        pytest.param("gas\ufffdten", "lost by a wrong encoding", id="replacement character"),
        pytest.param("gÃ«sten", "'Ã«' is 'ë' in a wrong encoding", id="UTF-8 read as Windows-1252"),
        pytest.param("gastâ€™s", "'â€™' is '’' in a wrong encoding", id="a quote read as Windows-1252"),
        pytest.param("gas\x00ten", "U+0000", id="NUL"),
        pytest.param("gas\x92ten", "U+0092", id="Windows-1252 read as Latin-1"),
        pytest.param("\uf0b7 gasten", "U+F0B7", id="private use"),
    ],
)
def test_what_a_wrong_encoding_left_is_refused_with_its_line(wrong: str, what: str) -> None:
    text = replaced("gasten", wrong)

    problem = refusal(text)[0]

    assert what in problem.what
    assert problem.line == next(
        number for number, line in enumerate(text.split("\n"), start=1) if wrong in line
    )


@pytest.mark.parametrize("word", ["É…", "DÉJÀ»", "«Île»", "ÉÈ’s"])
def test_genuine_accents_beside_other_signs_are_no_wrong_encoding(word: str) -> None:
    text = replaced("voor gasten", f"voor {word} gasten")

    assert word in import_document(text, id="own").framework.competencies[0].definition


def test_fifty_megabytes_are_refused_at_once() -> None:
    text = TEXT * (50_000_000 // len(TEXT))
    started = time.perf_counter()

    problem = refusal(text)[0]

    assert "the limit of 500000 is passed here" in problem.what
    assert problem.line > 1000
    assert time.perf_counter() - started < 1


def test_bytes_that_are_not_utf_8_are_refused_with_the_first_such_line() -> None:
    with pytest.raises(ImportRefusedError) as caught:
        decode_document("één\ntwee\ndrieë".encode("cp1252").replace(b"\xe9\xe9n", b"een"))

    assert [problem.line for problem in caught.value.problems] == [3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_bytes_that_say_what_they_are_are_decoded(encoding: str) -> None:
    assert decode_document("drieën".encode(encoding)) == "drieën"
