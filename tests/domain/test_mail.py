import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidError
from app.domain.mail import OutgoingMail, RenderedMail, fill_places, require_known_places


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        pytest.param("Hello {{name}}", "Hello Anna", id="a place"),
        pytest.param("Hello {{ name }}", "Hello Anna", id="a place with spaces"),
        pytest.param("{{name}} {{name}}", "Anna Anna", id="a place twice"),
        pytest.param("{{unknown}}", "{{unknown}}", id="a name that is not offered"),
        pytest.param("{{7*7}}", "{{7*7}}", id="arithmetic"),
        pytest.param("{{name.__class__}}", "{{name.__class__}}", id="an attribute"),
        pytest.param("{name} %(name)s %s ${name}", "{name} %(name)s %s ${name}", id="other notations"),
        pytest.param("{{name|upper}} {% if name %}", "{{name|upper}} {% if name %}", id="template code"),
        pytest.param("{{echo}}", "{{name}}", id="a value that looks like a place"),
        pytest.param("{{\nname}}", "{{\nname}}", id="a broken line"),
    ],
)
def test_only_known_names_are_replaced(template: str, filled: str) -> None:
    assert fill_places(template, {"name": "Anna", "echo": "{{name}}"}) == filled


@given(st.text())
def test_a_text_without_known_names_stays_as_it_was(template: str) -> None:
    assert fill_places(template, {}) == template


def test_the_body_of_a_mail_stays_out_of_its_representation() -> None:
    assert "secret" not in repr(RenderedMail("Subject", "secret", "secret"))
    assert "text" in OutgoingMail.__dataclass_fields__
    assert not OutgoingMail.__dataclass_fields__["text"].repr


@pytest.mark.parametrize(
    "template", ["", "{{name}} {{ round }}: {{closes}}, {{contact}}", "{name} }}{{", "{ {x} }"]
)
def test_known_places_may_be_used(template: str) -> None:
    require_known_places(template)


@pytest.mark.parametrize(
    "place", ["{{unknown}}", "{{Name}}", "{{}}", "{{\nname}}", "{{name.x}}", "{{{name}}"]
)
def test_an_unknown_place_is_named_with_those_there_are(place: str) -> None:
    with pytest.raises(InvalidError) as caught:
        require_known_places(f"Dear {{{{name}}}}, {place}")
    assert place in str(caught.value)
    assert "{{name}}, {{round}}, {{closes}}, {{contact}}" in str(caught.value)
