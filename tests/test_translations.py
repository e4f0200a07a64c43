"""The catalogues: complete, with the same places, and compiled where Rondom is installed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.adapters.wording import CATALOGUES, translator
from app.domain.text import text, text_n

ROOT = Path(__file__).parent.parent
METHODS = [("app/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "text": None,
    "text_n": (1, 2),
}
PLACE = re.compile(r"%\((\w+)\)[sd]")


def messages_of(language: str) -> Iterator[Message]:
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        yield from (message for message in read_po(file, locale=language) if message.id)


def forms(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ("",))


@pytest.fixture(scope="module")
def used() -> set[str]:
    """Return every text that the code and the templates want translated."""
    found = extract_from_dir(ROOT, METHODS, keywords=KEYWORDS, directory_filter=_is_ours)
    return {forms(words)[0] for _, _, words, _, _ in found}


def _is_ours(folder: str) -> bool:
    parts = Path(folder).relative_to(ROOT).parts
    return not parts or parts[0] in {"app", "templates"}


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_every_text_is_translated(language: str, used: set[str]) -> None:
    translated = {forms(message.id)[0] for message in messages_of(language) if all(forms(message.string))}

    assert sorted(used - translated) == []


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_translations_keep_the_places_of_their_text(language: str) -> None:
    for message in messages_of(language):
        places = {place for form in forms(message.id) for place in PLACE.findall(form)}
        for form in forms(message.string):
            assert set(PLACE.findall(form)) <= places, message.id
            assert places - set(PLACE.findall(form)) <= {"count"}, message.id


def test_the_catalogues_are_compiled_and_used() -> None:
    assert translator("nl")(text("Sign in")) == "Aanmelden"
    assert translator("fr")(text("Sign in")) == "Se connecter"
    assert translator("en")(text("Sign in")) == "Sign in"


def test_numbers_choose_their_form() -> None:
    assert translator("en")(text_n("%(count)s answer", "%(count)s answers", 2)) == "2 answers"
