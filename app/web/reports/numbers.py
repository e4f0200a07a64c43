"""Means as the reader's locale writes them, with one decimal at most."""

from flask_babel import format_decimal


def written(mean: float) -> str:
    """Return a mean with its one decimal, unless that is zero: "2.7", "2,7", "3"."""
    return str(format_decimal(mean, format="0.#"))
