import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framework.imports.document import import_document
from tests.framework.imports.dictionaries import dictionaries
from tests.framework.imports.documents import Layout, layouts, write_document
from tests.framework.imports.examples import small


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_document_comes_back_word_for_word_whatever_its_extraction_did(data: st.DataObject) -> None:
    dictionary = data.draw(dictionaries())
    layout = data.draw(layouts(dictionary))

    result = import_document(write_document(dictionary, layout), id="own")

    assert result.framework == dictionary.framework()


def test_an_undisturbed_document_needs_no_inference_but_for_its_table() -> None:
    result = import_document(write_document(small(), Layout(has_gaps=True)), id="own")

    assert result.inferred == ()
    assert result.warnings == (
        "line 1: 'Overzicht competenties' stands before the dictionary itself and was left out",
    )


def test_a_definition_without_a_title_is_placed_by_the_overview_and_said_to_be() -> None:
    text = write_document(small(), Layout(is_spaced=False, titles={"Kruiden kweken": "lost"}))

    result = import_document(text, id="own")

    assert result.framework == small().framework()
    assert any("no title; it is number 2 of 'Vakwerk': 'Kruiden kweken'" in each for each in result.inferred)


def test_the_name_on_the_page_wins_over_a_slip_in_the_overview() -> None:
    text = write_document(small(), Layout(slips={"Servies dragen": "Servis dragen"}))

    result = import_document(text, id="own")

    assert result.framework.competency("servies-dragen").name == "Servies dragen"
    assert any("the overview has 'Servis dragen'" in each for each in result.inferred)


def test_a_row_with_another_name_is_known_by_its_place_in_a_repeated_table() -> None:
    text = write_document(small(), Layout(is_spaced=False, titles={"Kruiden kweken": "lost"}))
    head, *rest = text.split("Cluster Competentie\n")
    changed = "Cluster Competentie\n".join(
        [head, rest[0], *(each.replace(" Kruiden kweken\n", " Verse tuin\n") for each in rest[1:])]
    )

    result = import_document(changed, id="own")

    assert result.framework == small().framework()
    assert any(
        "'Verse tuin' in the table of 'Vakwerk' was read as 'Kruiden kweken'" in each
        for each in result.inferred
    )


def test_a_repeated_table_that_lost_its_first_row_makes_no_cluster() -> None:
    text = write_document(small(), Layout(is_spaced=False))
    head, front, *rest = text.split("Cluster Competentie\n")
    pages = [each.removeprefix("Vakwerk Broodbakken\n") for each in rest]

    result = import_document("Cluster Competentie\n".join([head, front, *pages]), id="own")

    assert result.framework == small().framework()


def test_clusters_follow_their_definitions_where_the_overview_is_in_pieces() -> None:
    dictionary = small("Vakwerk", "Gasten", "Tuinen")

    result = import_document(write_document(dictionary, Layout(displaced=2)), id="own")

    assert [cluster.name for cluster in result.framework.clusters] == ["Vakwerk", "Gasten", "Tuinen"]


@pytest.mark.parametrize(
    ("language", "marker", "head"),
    [
        pytest.param("nl", "Definitie: ", "Cluster Competentie", id="Dutch"),
        pytest.param("nl-BE", "DEFINITIE: ", "CLUSTER COMPETENTIE", id="Dutch in capitals"),
        pytest.param("en", "Definition: ", "Cluster Competency", id="English"),
        pytest.param("fr", "Définition : ", "Cluster Compétence", id="French"),
        pytest.param("fr", "Définition\u00a0: ", "Domaine  Compétences", id="French with a fixed space"),
    ],
)
def test_the_markers_are_those_of_the_language(language: str, marker: str, head: str) -> None:
    text = write_document(small(), Layout(marker=marker, head=head))

    result = import_document(text, id="own", language=language)

    assert result.framework == small().framework(language=language)


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param("2) ", id="bracket"),
        pytest.param("2.", id="no space"),
        pytest.param("Niveau 2: ", id="word and colon"),
        pytest.param("Niveau 2 – ", id="word and dash"),
        pytest.param("2.\n", id="number on a line of its own"),
    ],
)
def test_a_level_may_be_numbered_in_several_ways(heading: str) -> None:
    text = write_document(small(), Layout(is_spaced=False)).replace("\n2. ", f"\n{heading}")

    assert import_document(text, id="own").framework == small().framework()


def test_a_title_on_the_line_of_its_definition_is_taken_off() -> None:
    text = write_document(small(), Layout(is_spaced=False)).replace(
        "  Kruiden kweken\n Definitie:", "  Kruiden kweken Definitie:"
    )

    assert import_document(text, id="own").framework == small().framework()


def test_a_numbered_title_is_known_without_its_number() -> None:
    text = write_document(small(), Layout(is_spaced=False)).replace(
        "  Kruiden kweken\n Definitie", "  1.2 Kruiden kweken\n Definitie"
    )

    assert import_document(text, id="own").framework == small().framework()


def test_a_long_title_of_a_level_may_take_two_lines() -> None:
    long = "Trede 2 is bereikt na vele jaren van oefening in de keukens van grote en kleine huizen"
    text = write_document(small(), Layout(is_spaced=False)).replace(
        "\n2. Trede 2 is bereikt.", f"\n2. {long}\ndie men kent.", 1
    )

    level = import_document(text, id="own").framework.competencies[0].levels[1]

    assert level.title == f"{long} die men kent."
    assert level.description == "Doet aan broodbakken op trede 2. Blijft daarbij rustig."


def test_levels_of_one_sentence_have_no_text() -> None:
    lines = write_document(small(), Layout(is_spaced=False)).splitlines()
    text = "\n".join(line for line in lines if not line.startswith("Doet"))

    levels = import_document(text, id="own").framework.competencies[0].levels

    assert [(level.title, level.description) for level in levels][:1] == [("Trede 1 is bereikt.", None)]


def test_lines_that_come_back_on_every_page_are_left_out() -> None:
    count = 0
    lines = []
    for line in write_document(small(), Layout(is_spaced=False)).splitlines():
        lines.append(line)
        if line.startswith("Doet"):
            count += 1
            lines.append(f"Herberg De Hoek © 2024 blad {count}")

    assert import_document("\n".join(lines), id="own").framework == small().framework()


def test_windows_line_ends_form_feeds_and_ligatures_change_nothing() -> None:
    text = write_document(small()).replace("\n", "\r\n").replace("  Kruiden", "\f  Kruiden")

    assert import_document(f"\ufeff{text}", id="own").framework == small().framework()


def test_the_framework_is_called_by_its_name_or_by_its_id() -> None:
    text = write_document(small())

    assert import_document(text, id="our-words").framework.name == "Our words"
    assert import_document(text, id="our-words", name="Ons boek").framework.name == "Ons boek"
