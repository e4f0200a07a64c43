"""Raters with a very plain browser, many at once."""

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from app.domain.questionnaire_pages import WHOLE
from app.services.ports import Tools
from app.services.rating import open_desk
from app.services.work import RATER, SYSTEM, open_reading
from tests.builders import rater_tokens
from tests.end_to_end.installation import HOST

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
PATIENCE = 20.0


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    text: str
    location: str
    seconds: float


@dataclass
class OnlineRater:
    """One rater's link and the browser it is opened with."""

    port: int
    token: str
    invitation_id: str
    assignments: list[str]
    cookies: dict[str, str] = field(default_factory=dict)
    form_token: str = ""
    _connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> Answer:
        """Send one request; raises OSError or HTTPException when nobody answers."""
        started = time.monotonic()
        if self._connection is None:
            self._connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            body = urlencode({**fields, "csrf_token": self.form_token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self.hang_up()
            raise
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: each.value for name, each in SimpleCookie(line).items()})
        found = _TOKEN.search(text)
        self.form_token = found[1] if found else self.form_token
        return Answer(answer.status, text, answer.headers.get("Location", ""), time.monotonic() - started)

    def start(self) -> None:
        """Open the link and press the button."""
        self.ask("GET", f"/r/{self.token}")
        answer = self.ask("POST", f"/r/{self.token}", {})
        assert answer.status == 303, answer

    def at(self, assignment_id: str, page: str = WHOLE) -> str:
        """Return the address of a page about a colleague."""
        return f"/rate/{self.invitation_id}/{assignment_id}/{page}"

    def save(self, assignment_id: str, fields: Mapping[str, str]) -> Answer:
        """Let the page save itself."""
        return self.ask("POST", self.at(assignment_id, "autosave"), {"page": WHOLE, **fields})

    def send_in(self, assignment_id: str, fields: Mapping[str, str]) -> Answer:
        """Send in the whole form."""
        return self.ask("POST", self.at(assignment_id), {"action": "submit", **fields})

    def hang_up(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def raters_online(tools: Tools, round_id: str, port: int) -> list[OnlineRater]:
    """Return everybody who has a living link of this round."""
    with open_reading(tools, SYSTEM) as work:
        tokens = rater_tokens(work, round_id)
    found = []
    for token in tokens.values():
        with open_reading(tools, RATER) as work:
            desk = open_desk(work, token)
        assignments = [task.assignment_id for task in desk.tasks]
        found.append(OnlineRater(port, token, desk.invitation_id, assignments))
    return found
