import pytest

from framework.model import (
    Cluster,
    Competency,
    Framework,
    Indicator,
    Level,
    UnknownCompetencyError,
    indicator_id,
)


def _competency(competency_id: str) -> Competency:
    indicator = Indicator(indicator_id(competency_id, 1, 1), "Asks.", "I ask.")
    return Competency(
        competency_id, competency_id.title(), "Meaning.", (Level(1, "Starts", None, (indicator,)),)
    )


FRAMEWORK = Framework(
    "small",
    2,
    "nl",
    "Small",
    (Cluster("one", "One", (_competency("b"), _competency("a"))), Cluster("two", "Two", (_competency("c"),))),
)


def test_competencies_stand_in_the_order_of_the_framework() -> None:
    assert [each.id for each in FRAMEWORK.competencies] == ["b", "a", "c"]


def test_a_competency_is_found_by_its_id() -> None:
    assert FRAMEWORK.competency("c").name == "C"


def test_an_unknown_competency_is_named_in_the_error() -> None:
    with pytest.raises(UnknownCompetencyError) as caught:
        FRAMEWORK.competency("d")

    assert caught.value.competency_id == "d"


def test_json_holds_ids_names_and_texts_down_to_the_indicators() -> None:
    small = Framework("small", 2, "nl", "Small", (Cluster("one", "One", (_competency("b"),)),))

    assert small.to_json() == {
        "id": "small",
        "revision": 2,
        "language": "nl",
        "clusters": [
            {
                "id": "one",
                "name": "One",
                "competencies": [
                    {
                        "id": "b",
                        "name": "B",
                        "definition": "Meaning.",
                        "levels": [
                            {
                                "level": 1,
                                "title": "Starts",
                                "description": None,
                                "indicators": [{"id": "b-1-1", "text": "Asks.", "self_text": "I ask."}],
                            }
                        ],
                    }
                ],
            }
        ],
    }
