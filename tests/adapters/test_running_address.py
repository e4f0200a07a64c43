from pathlib import Path

import pytest

from app.adapters.running_address import noted_address, read_address
from app.settings import load_settings


def public_url(instance: Path, port: int | None = None, **given: str) -> str:
    return load_settings({"RONDOM_INSTANCE": str(instance), **given}, port=port).public_url


def test_commands_link_to_the_server_that_runs(tmp_path: Path) -> None:
    with noted_address(tmp_path, "http://127.0.0.1:8123"):
        assert public_url(tmp_path) == "http://127.0.0.1:8123"
    assert public_url(tmp_path) == "http://127.0.0.1:5000"


def test_what_was_set_or_asked_for_wins(tmp_path: Path) -> None:
    with noted_address(tmp_path, "http://127.0.0.1:8123"):
        assert public_url(tmp_path, port=9000) == "http://127.0.0.1:9000"
        assert (
            public_url(tmp_path, RONDOM_PUBLIC_URL="https://rondom.example.org")
            == "https://rondom.example.org"
        )


def test_an_address_elsewhere_is_not_noted(tmp_path: Path) -> None:
    with noted_address(tmp_path, "https://rondom.example.org"):
        assert not (tmp_path / "run" / "address").exists()


@pytest.mark.parametrize("words", ["", "http://evil.example", "https://127.0.0.1:1", "http://[", "\x00"])
def test_a_note_that_makes_no_sense_counts_as_none(tmp_path: Path, words: str) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "address").write_text(words)
    assert read_address(tmp_path) is None
