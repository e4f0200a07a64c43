"""A program from outside: it follows links, reads forms as they stand, fills them in and posts them."""

from collections.abc import Mapping

import httpx
from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer


class Outsider:
    """One browser without scripts; `page` is what it looks at."""

    def __init__(self, base_url: str) -> None:
        self._http = httpx.Client(base_url=base_url, follow_redirects=True, timeout=30)
        self._answer: httpx.Response | None = None
        self._page: BeautifulSoup | None = None

    @property
    def page(self) -> BeautifulSoup:
        """The main part of the page; read when it is looked at, because reading takes longer than asking."""
        if self._page is None:
            words = self._answer.text if self._answer is not None else ""
            self._page = BeautifulSoup(words, "html.parser", parse_only=SoupStrainer("main"))
        return self._page

    @property
    def status(self) -> int:
        """The status of the page."""
        return self._answer.status_code if self._answer is not None else 0

    @property
    def address(self) -> str:
        """The path of the page."""
        return self._answer.url.path if self._answer is not None else ""

    def open(self, address: str) -> None:
        """Look at an address."""
        self._show(self._http.get(address))

    def follow(self, link: Tag) -> None:
        """Follow a link of the page."""
        self.open(self.target(link))

    def target(self, link: Tag) -> str:
        """Return where a link of the page leads."""
        return self._absolute(str(link["href"]))

    def link_called(self, words: str) -> Tag:
        """Return the one link of the page with these words."""
        found = [link for link in self.page.select("a[href]") if link.get_text(" ", strip=True) == words]
        assert len(found) == 1, f"{len(found)} links are called {words!r} on {self.address}"
        return found[0]

    def form_with(self, selector: str) -> Tag | None:
        """Return the form that holds an element, or None."""
        inside = self.page.select_one(f"form {selector}")
        return inside.find_parent("form") if inside is not None else None

    def submit(self, form: Tag, values: Mapping[str, str] | None = None, button: str | None = None) -> None:
        """Send a form with these values over its own, by the button with this value."""
        self.send(form, self.filled(form, values or {}, button))

    def send(self, form: Tag, fields: Mapping[str, str]) -> None:
        """Send fields to where a form goes, whatever page is looked at meanwhile."""
        self._show(self.post(form, fields))

    def post(self, form: Tag, fields: Mapping[str, str]) -> httpx.Response:
        """Send fields without looking at the answer; may be called from several threads at once."""
        return self._http.post(self._absolute(str(form.get("action") or "")), data=dict(fields))

    def filled(self, form: Tag, values: Mapping[str, str], button: str | None = None) -> dict[str, str]:
        """Return what a browser would send; every value has to have its field."""
        fields: dict[str, str] = {}
        choices: dict[str, set[str]] = {}
        for control in form.select("input[name], textarea[name], select[name]"):
            name, kind = str(control["name"]), str(control.get("type", "text"))
            value = control.get_text() if control.name == "textarea" else str(control.get("value", ""))
            if kind in {"radio", "checkbox"}:
                choices.setdefault(name, set()).add(value)
                if control.has_attr("checked"):
                    fields[name] = value
            else:
                # A text area begins after the line end that HTML puts there.
                fields[name] = value.removeprefix("\n") if control.name == "textarea" else value
        for name, value in values.items():
            assert name in fields or name in choices, f"{self.address} has no field {name}"
            assert name not in choices or value in choices[name], f"{name} offers no {value}"
            fields[name] = value
        pressed = [each for each in form.select("button[name]") if button and each.get("value") == button]
        assert button is None or len(pressed) == 1, f"{self.address} has no button {button}"
        return fields | {str(each["name"]): str(each["value"]) for each in pressed}

    def close(self) -> None:
        """Leave."""
        self._http.close()

    def _absolute(self, address: str) -> str:
        assert self._answer is not None
        return str(self._answer.url.join(address))

    def _show(self, answer: httpx.Response) -> None:
        self._answer = answer
        self._page = None
