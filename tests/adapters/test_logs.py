import json
import logging
from collections.abc import Iterator

import pytest

from app.adapters.logs import configure_logs, without_secrets

TOKEN = "Zk3yq0m-4n_X1vB7cD9eF2gH5jK8lM0pQrStUvWxYz1"


@pytest.fixture(autouse=True)
def own_root() -> Iterator[None]:
    """Give the root logger back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


CROSSED_OUT = {
    "a token in a path": (f"GET /r/{TOKEN} failed", "GET /r/[token] failed"),
    "a mail address": ("550 no such user anna.peeters@example.org.", "550 no such user [address]."),
    "a password in an address": ("redis://:s3cret@127.0.0.1:6379/0", "redis://[password]@127.0.0.1:6379/0"),
    "an id of a row": (
        "round 0123456789abcdef0123456789abcdef waits",
        "round 0123456789abcdef0123456789abcdef waits",
    ),
    "plain words": ("the database did not answer", "the database did not answer"),
}


@pytest.mark.parametrize(("said", "written"), CROSSED_OUT.values(), ids=CROSSED_OUT)
def test_secrets_are_crossed_out(said: str, written: str) -> None:
    assert without_secrets(said) == written


def test_json_lines_hold_one_object_each(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json", "info")
    logging.getLogger("app.test").info("mail to %s\nwaits", "anna@example.org")
    line = json.loads(capsys.readouterr().err)
    assert line.pop("at").endswith("Z")
    assert line == {"event": "mail to [address]\nwaits", "level": "info", "logger": "app.test"}


def test_a_traceback_is_one_field_without_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json", "info")
    error = ValueError(f"no {TOKEN} here")
    logging.getLogger("app.test").error("it failed", exc_info=error)
    line = json.loads(capsys.readouterr().err)
    assert "ValueError: no [token] here" in line["exception"]


def test_text_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("text", "warning")
    logging.getLogger("app.test").info("not said")
    logging.getLogger("app.test").warning("said")
    assert capsys.readouterr().err.endswith(" warning app.test: said\n")
