"""The keys of each round, in a folder of their own outside the database."""

import base64
import contextlib
import json
import os
import re
import secrets
from pathlib import Path

from app.adapters.private_files import make_private_folder, sync_folder, write_private
from app.domain.keys import KeyExistsError, MissingKeyError

KEY_BYTES = 32

_ROUND_ID = re.compile(r"[0-9a-zA-Z][0-9a-zA-Z_-]{7,63}")


class RoundKeys:
    """One small file per round with its link key and its answer key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, round_id: str) -> None:
        """Make both keys of a round; raises KeyExistsError rather than replace them."""
        path = self._path(round_id)
        if path.exists():
            raise KeyExistsError(round_id)
        make_private_folder(self._folder)
        keys = {
            name: base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() for name in ("link", "answer")
        }
        unfinished = self._folder / f".{path.name}.{secrets.token_hex(8)}.tmp"
        write_private(unfinished, json.dumps(keys).encode())
        try:
            # A second name, unlike a rename, never replaces a file that is there already.
            path.hardlink_to(unfinished)
        except FileExistsError:
            raise KeyExistsError(round_id) from None
        finally:
            unfinished.unlink()
        sync_folder(self._folder)

    def link_key(self, round_id: str) -> bytes:
        """Return the 32 bytes that links are derived with; raises MissingKeyError."""
        return self._read(round_id, "link")

    def answer_key(self, round_id: str) -> bytes:
        """Return the 32 bytes that answers are encrypted with; raises MissingKeyError."""
        return self._read(round_id, "answer")

    def exists(self, round_id: str) -> bool:
        """Tell whether the keys of a round are there."""
        return self._path(round_id).is_file()

    def destroy(self, round_id: str) -> None:
        """Overwrite and delete both keys of a round, leftovers of an interrupted creation included.

        Doing it twice is harmless. Copies made by the file system or a backup are beyond its reach.
        """
        path = self._path(round_id)
        if not self._folder.is_dir():
            return
        for file in (*self._folder.glob(f".{path.name}.*.tmp"), path):
            with contextlib.suppress(FileNotFoundError):
                _wipe(file)
        sync_folder(self._folder)

    def _path(self, round_id: str) -> Path:
        if not _ROUND_ID.fullmatch(round_id):
            # Ids come from our own rows; one that could leave the folder has no keys in it.
            raise MissingKeyError(ascii(round_id[:64]), str(self._folder))
        return self._folder / f"{round_id}.json"

    def _read(self, round_id: str, name: str) -> bytes:
        path = self._path(round_id)
        try:
            key = base64.b64decode(json.loads(path.read_bytes())[name], validate=True)
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            key = b""
        if len(key) != KEY_BYTES:
            raise MissingKeyError(round_id, str(path))
        return key


def _wipe(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
