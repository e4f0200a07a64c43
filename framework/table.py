"""A TOML table that is read key by key, noting every broken rule instead of stopping at the first."""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from framework.messages import Message, said
from framework.problems import Problem

# Every part starts with a letter, so that no competency can be mistaken for "<competency>-<level>-<n>".
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?")

_SYNTAX = re.compile(
    r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL
)


@dataclass(frozen=True)
class Table:
    """The keys of one table; `place` says where in `file` it stands, `problems` collects what is wrong."""

    file: str
    place: str
    values: Mapping[str, object]
    problems: list[Problem]

    def at(self, place: str, values: Mapping[str, object]) -> "Table":
        """Return a table inside this one."""
        return replace(self, place=f"{self.place}, {place}" if self.place else place, values=values)

    def note(self, rule: Message, proposal: Message) -> None:
        """Note a broken rule at this table's place."""
        self.problems.append(Problem(self.file, self.place, rule, proposal))

    def expect(self, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
        """Note every required key that is missing and every key that nobody reads."""
        known = (*required, *optional)
        for key in required:
            if key not in self.values:
                self.note(said("missing_key", key=key), said("add_key", key=key))
        for key in self.values:
            if key not in known:
                close = [near for near in difflib.get_close_matches(key, known, 1) if near not in self.values]
                proposal = (
                    said("write_key", key=close[0]) if close else said("known_keys", names=", ".join(known))
                )
                self.note(said("unknown_key", key=key), proposal)

    def text(self, key: str, longest: int | None = None) -> str:
        """Return a text with its white space collapsed, or an empty one after noting why; absent is empty."""
        if key not in self.values:
            return ""
        value = self.values[key]
        if not isinstance(value, str):
            self.note(said("wrong_kind", key=key, kind=_kind(value)), said("write_quoted"))
            return ""
        words = " ".join(value.split())
        if not words:
            self.note(said("empty_key", key=key), said("write_text"))
        elif any(unicodedata.category(character) == "Cc" for character in words):
            self.note(said("control_in_key", key=key), said("only_printable"))
        elif longest is not None and len(words) > longest:
            self.note(
                said("long_key", key=key, count=len(words)),
                said("one_behaviour", most=longest),
            )
        return words

    def slug(self, key: str) -> str:
        """Return an id, or an empty text after noting why it is none."""
        value = self.text(key)
        if value and not SLUG.fullmatch(value):
            self.note(
                said("no_slug", key=key, value=value),
                said("slug_form"),
            )
            return ""
        return value

    def flag(self, key: str) -> bool:
        """Return whether a key is true, after noting a value of another kind; absent is false."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.note(said("wrong_kind", key=key, kind=_kind(value)), said("write_flag", key=key))
            return False
        return value

    def number(self, key: str) -> int:
        """Return a whole number from 1, or 1 after noting what is there instead; absent is 1."""
        value = self.values.get(key, 1)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            self.note(said("no_whole_number", key=key), said("write_number", key=key))
            return 1
        return value

    def names(self, key: str, pattern: re.Pattern[str], example: str) -> tuple[str, ...]:
        """Return a list of distinct names that fit `pattern`, leaving out those that do not, with a note."""
        found: list[str] = []
        for value in self._items(key, "list_of_names"):
            if not isinstance(value, str) or not pattern.fullmatch(value):
                self.note(said("wrong_name", key=key, value=value), said("names_such_as", example=example))
            elif value in found:
                self.note(said("name_twice", key=key, value=value), said("remove_one"))
            else:
                found.append(value)
        return tuple(found)

    def tables(self, key: str, called: str) -> tuple["Table", ...]:
        """Return the tables of a list, each at its own place: what it is called, its number, its id."""
        found = []
        for number, value in enumerate(self._items(key, "list_of_tables"), start=1):
            if not isinstance(value, dict):
                self.at(f"{called} {number}", {}).note(
                    said("wrong_kind_here", kind=_kind(value)), said("keys_and_values")
                )
                continue
            name = value.get("id")
            place = f"{called} {number} ({name})" if isinstance(name, str) and name else f"{called} {number}"
            found.append(self.at(place, value))
        return tuple(found)

    def _items(self, key: str, proposal: str) -> list[object]:
        value = self.values.get(key, [])
        if isinstance(value, list):
            return value
        self.note(said("wrong_kind", key=key, kind=_kind(value)), said(proposal))
        return []


def read_table(folder: Path, name: str, problems: list[Problem]) -> Table | None:
    """Return the top table of a TOML file, or None after noting why it cannot be read."""
    try:
        content = (folder / name).read_bytes()
    except FileNotFoundError:
        problems.append(Problem(name, "", said("file_missing"), said("write_or_unlist")))
        return None
    except OSError as error:
        problems.append(
            Problem(name, "", said("unreadable_file", reason=error.strerror), said("make_readable"))
        )
        return None
    return parse_table(name, content, problems)


def parse_table(name: str, content: bytes, problems: list[Problem]) -> Table | None:
    """Return the top table of what a TOML file holds, or None after noting why it cannot be read."""
    try:
        return Table(name, "", tomllib.loads(content.decode("utf-8-sig")), problems)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.append(Problem(name, said("one_line", number=line), said("not_utf8"), said("save_utf8")))
    except RecursionError:
        problems.append(Problem(name, "", said("too_deep"), said("plain_tables")))
    except ValueError as error:
        problems.append(_syntax_problem(name, str(error)))
    return None


def _syntax_problem(name: str, message: str) -> Problem:
    found = _SYNTAX.fullmatch(message)
    if found is None:
        return Problem(name, "", said("no_toml", what=message), said("mend_syntax"))
    where = said("end_of_document")
    if found["line"]:
        where = said("line_and_column", line=found["line"], column=found["column"])
    return Problem(name, where, said("no_toml", what=found["what"]), said("mend_syntax"))


def _kind(value: object) -> Message:
    for kind, code in (
        (bool, "kind_flag"),
        (str, "kind_text"),
        (int | float, "kind_number"),
        (list, "kind_list"),
    ):
        if isinstance(value, kind):
            return said(code)
    return said("kind_table" if isinstance(value, dict) else "kind_moment")
