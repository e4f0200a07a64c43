"""Randomness that nobody can foresee."""

import secrets
from typing import Any

_ORDER = secrets.SystemRandom()


class SystemRandomness:
    """Bytes, ids and orders from the operating system."""

    def bytes(self, count: int) -> bytes:
        """Return this many random bytes."""
        return secrets.token_bytes(count)

    def public_id(self) -> str:
        """Return 128 random bits as 32 hexadecimal digits."""
        return secrets.token_hex(16)

    def shuffle(self, items: list[Any]) -> None:
        """Put a list into a random order, in place."""
        _ORDER.shuffle(items)
