"""Writing reports to files or to standard output, in one piece or in a stream."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from app.domain.errors import RefusedError
from app.domain.text import text


def write_pieces(pieces: Iterable[bytes], output: Path | None, *, is_binary: bool) -> int:
    """Write to a file, or to standard output; returns how many bytes. A half-written file is not kept.

    Raises RefusedError for a place that cannot be written to.
    """
    if output is None:
        if is_binary and sys.stdout.isatty():
            raise click.UsageError("Say where to write this: --output FILE.")
        return sum(sys.stdout.buffer.write(piece) for piece in pieces)
    unfinished = output.with_name(output.name + ".part")
    try:
        with unfinished.open("wb") as file:
            count = sum(file.write(piece) for piece in pieces)
        unfinished.replace(output)
    except OSError as error:
        raise RefusedError(
            text("%(file)s cannot be written: %(why)s.", file=str(output), why=error.strerror or "")
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)
    return count
