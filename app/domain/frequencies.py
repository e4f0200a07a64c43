"""What the answers to "how often" are called."""

from app.domain.text import Text, text

_FREQUENCIES = {
    1: text("never"),
    2: text("rarely"),
    3: text("sometimes"),
    4: text("often"),
    5: text("always"),
}


def frequency_word(frequency: int) -> Text:
    """Return the word for an answer from 1 to 5 to "how often"."""
    return _FREQUENCIES[frequency]
