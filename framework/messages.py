"""What reading a framework says to its author: a stable code and what it is about, in English as a text."""

from collections.abc import Mapping
from typing import Self

from framework.document_english import DOCUMENT_ENGLISH
from framework.file_english import FILE_ENGLISH
from framework.sheet_english import SHEET_ENGLISH

ENGLISH: Mapping[str, str] = {**DOCUMENT_ENGLISH, **SHEET_ENGLISH, **FILE_ENGLISH}


class Message(str):
    """An English text that still knows its `code` and `values`, to be said in another language."""

    __slots__ = ("code", "values")

    code: str
    values: Mapping[str, object]

    def __new__(cls, code: str, values: Mapping[str, object]) -> Self:
        """Return the message of a code; a value may be a message itself."""
        message = super().__new__(cls, ENGLISH[code] % values)
        message.code = code
        message.values = values
        return message


def said(code: str, /, **values: object) -> Message:
    """Return the message of a code about these values."""
    return Message(code, values)


def at_line(line: int, code: str, /, **values: object) -> Message:
    """Return the message of a code about these values, with the line it is about."""
    return said("at_line", line=line, what=said(code, **values))
