"""Fixtures of the web tests: SQLite only, real pages, real form tokens."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask, url_for
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from app.bootstrap import Bundle
from app.web.factory import create_app
from tests.builders import an_administrator
from tests.databases import copied
from tests.end_to_end.browsing import Watch, chromium
from tests.web.kept_templates import keeping_templates
from tests.web.visitor import Visitor


@pytest.fixture
def database_url(migrated: Path, tmp_path: Path) -> str:
    """Return the address of an empty SQLite database: pages do not care which database it is."""
    return copied(migrated, tmp_path)


@pytest.fixture
def app(bundle: Bundle) -> Flask:
    """Return the web application of the bundle."""
    made = keeping_templates(create_app(bundle))
    made.config["TESTING"] = True
    made.test_client_class = Visitor
    return made


@pytest.fixture
def client(app: Flask) -> Visitor:
    """Return a browser nobody has signed in with."""
    return visitor_of(app)


@pytest.fixture
def administrator(app: Flask, bundle: Bundle) -> Visitor:
    """Return a browser an administrator has signed in with."""
    visitor = visitor_of(app)
    visitor.sign_in_with(an_administrator(bundle.tools))
    return visitor


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a Chromium that talks to this machine only."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """Return where the application is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def watch(served: str) -> Watch:
    """Return a watch on the served application."""
    return Watch(served)


def visitor_of(app: Flask) -> Visitor:
    """Return a new browser."""
    visitor = app.test_client()
    if not isinstance(visitor, Visitor):
        raise TypeError("the application makes other clients")
    return visitor


def address(app: Flask, endpoint: str) -> str:
    """Return where an endpoint is found."""
    with app.test_request_context():
        return url_for(endpoint)
