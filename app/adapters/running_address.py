"""Where `rondom serve` can be reached now, noted for the commands that print links beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from app.adapters.mail_url import is_loopback
from app.adapters.private_files import write_private


@contextmanager
def noted_address(instance: Path, address: str) -> Iterator[None]:
    """Keep the address in the instance folder for as long as the server runs; only this machine's own."""
    note = _note(instance)
    if not _is_of_this_machine(address):
        yield
        return
    note.parent.mkdir(exist_ok=True)
    write_private(note, address.encode())
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def read_address(instance: Path) -> str | None:
    """Return the address of the server that runs on this instance, or None."""
    try:
        address = _note(instance).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return address if _is_of_this_machine(address) else None


def _note(instance: Path) -> Path:
    return instance / "run" / "address"


def _is_of_this_machine(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme == "http" and parts.port != 0 and is_loopback(parts.hostname or "")
    except ValueError:
        return False
