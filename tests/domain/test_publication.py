"""The canonical form of a publication."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.anonymity import Policy, RawResponse
from app.domain.errors import InvalidError
from app.domain.publication import SCHEMA, publication_from_json
from tests.disclosure.sealing import response, sealed

comments = st.dictionaries(st.sampled_from(["keep", "stop"]), st.text())
responses = st.lists(
    st.builds(
        response,
        st.sampled_from(["self", "manager", "peer", "direct_report", "other"]),
        st.none() | st.integers(1, 4),
        comments,
    ),
    max_size=14,
)


@given(responses=responses, name=st.sampled_from(["core", "classic"]), k=st.integers(3, 5))
def test_json_loses_nothing_and_is_stable_to_the_byte(
    responses: list[RawResponse], name: str, k: int
) -> None:
    publication = sealed(responses, Policy(name, k), comment_questions=("keep", "stop"))
    stored = publication.to_json()
    assert publication_from_json(stored) == publication
    assert publication_from_json(stored).to_json() == stored
    assert stored == json.dumps(json.loads(stored), sort_keys=True, separators=(",", ":"))
    assert json.loads(stored)["schema"] == SCHEMA


def test_blank_cells_carry_no_number() -> None:
    stored = json.loads(sealed([response("peer", 3), response("peer", 4)]).to_json())
    blank = [cell for cell in stored["cells"] if cell["reason"]]
    assert {cell["groups"][0] for cell in blank} == {"self", "manager", "peer"}
    assert all(cell["n"] is None and cell["codes"] == [] for cell in blank)


@pytest.mark.parametrize(
    "source",
    ["", "[]", "{}", '{"schema":"rondom.publication/2"}', "null"],
    ids=["empty", "list", "without-schema", "other-schema", "null"],
)
def test_anything_else_is_refused(source: str) -> None:
    with pytest.raises(InvalidError):
        publication_from_json(source)


def test_a_publication_of_another_schema_is_refused() -> None:
    stored = json.loads(sealed([]).to_json())
    with pytest.raises(InvalidError):
        publication_from_json(json.dumps(stored | {"schema": "rondom.publication/2"}))
