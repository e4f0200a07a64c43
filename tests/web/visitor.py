"""A browser for tests: keeps cookies, and sends forms with the token of a page, as people do."""

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.web.cookies import SIGN_IN


class Visitor(FlaskClient):
    """Somebody with a browser."""

    def sign_in_with(self, cookie: str) -> None:
        """Hold the cookie of a session, as `tests.builders.an_administrator` returns it."""
        self.set_cookie(SIGN_IN, cookie)

    def form_token(self) -> str:
        """Return the token that a page of this browser carries in its forms."""
        page = BeautifulSoup(self.get("/sign-in/").text, "html.parser")
        return str(page.select("input[name=csrf_token]")[0]["value"])

    def send(self, path: str, fields: dict[str, object] | None = None, **options: object) -> TestResponse:
        """Send a form; a list as a value is sent as several fields of the same name."""
        filled = {**(fields or {}), "csrf_token": self.form_token()}
        return self.post(path, data=filled, **options)

    def page(self, path: str) -> BeautifulSoup:
        """Return a page that has to be there."""
        response = self.get(path)
        if response.status_code != 200:
            raise AssertionError(f"{path} answered {response.status_code}")
        return BeautifulSoup(response.text, "html.parser")
