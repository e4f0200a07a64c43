"""Texts that people read, kept apart from the language they are read in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Text:
    """An English message with named places, translated where it is shown."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None
    count: int = 0

    def __str__(self) -> str:
        """Return the English text."""
        return self.translated(lambda message: message, lambda one, many, n: one if n == 1 else many)

    def translated(self, gettext: Callable[[str], str], ngettext: Callable[[str, str, int], str]) -> str:
        """Return the text in the language that `gettext` and `ngettext` speak; places that are texts too."""
        if self.plural is None:
            template = gettext(self.message)
        else:
            template = ngettext(self.message, self.plural, self.count)
        values = {
            name: value.translated(gettext, ngettext) if isinstance(value, Text) else value
            for name, value in self.values.items()
        }
        return template % values if values else template


def text(message: str, **values: object) -> Text:
    """Return a translatable text; places are written `%(name)s`."""
    return Text(message, values)


def text_n(message: str, plural: str, count: int, **values: object) -> Text:
    """Return a translatable text that depends on a number, which is also available as `%(count)s`."""
    return Text(message, {"count": count, **values}, plural, count)
