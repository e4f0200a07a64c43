"""What the open questions are called above their answers."""

from app.domain.text import Text, text

_TITLES = {
    "keep": text("What to keep doing"),
    "start": text("What to start doing"),
    "stop": text("What to stop doing"),
}


def question_title(question: str) -> Text:
    """Return the heading of an open question."""
    return _TITLES[question]
