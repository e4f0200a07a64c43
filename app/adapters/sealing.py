"""Encryption of answers until the round is sealed."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.keys import AnswerTooLongError, UnreadableAnswerError

SIZES = (4 * 1024, 16 * 1024, 64 * 1024, 256 * 1024)
"""Padded sizes in bytes: with so few of them a ciphertext's length tells next to nothing."""

_VERSION = b"\x01"
_NONCE_BYTES = 12
_LENGTH_BYTES = 4
_LABEL = b"rondom answers v1\0"


class AnswerCipher:
    """AES-256-GCM under a key of its own for every place, padded to a few sizes."""

    def encrypt(self, key: bytes, plaintext: str, bound_to: str) -> bytes:
        """Return the ciphertext, which opens only with this key and this place.

        Raises AnswerTooLongError for more than the largest size.
        """
        content = plaintext.encode()
        room = next((size for size in SIZES if len(content) + _LENGTH_BYTES <= size), None)
        if room is None:
            raise AnswerTooLongError(SIZES[-1] - _LENGTH_BYTES)
        padded = (len(content).to_bytes(_LENGTH_BYTES) + content).ljust(room, b"\0")
        nonce = os.urandom(_NONCE_BYTES)
        return _VERSION + nonce + _cipher(key, bound_to).encrypt(nonce, padded, bound_to.encode())

    def decrypt(self, key: bytes, blob: bytes, bound_to: str) -> str:
        """Return what was encrypted; raises UnreadableAnswerError for a wrong key, place or content."""
        version, nonce, sealed = blob[:1], blob[1 : 1 + _NONCE_BYTES], blob[1 + _NONCE_BYTES :]
        if version != _VERSION or len(nonce) != _NONCE_BYTES:
            raise UnreadableAnswerError
        try:
            padded = _cipher(key, bound_to).decrypt(nonce, sealed, bound_to.encode())
        except InvalidTag:
            raise UnreadableAnswerError from None
        length = int.from_bytes(padded[:_LENGTH_BYTES])
        return padded[_LENGTH_BYTES : _LENGTH_BYTES + length].decode()


def _cipher(key: bytes, bound_to: str) -> AESGCM:
    # A key per place: the random nonces of different places can never meet under the same key.
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_LABEL + bound_to.encode())
    return AESGCM(derived.derive(key))
