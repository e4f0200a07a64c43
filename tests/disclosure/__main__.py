"""The attack on made-up reports as a table: `python -m tests.disclosure [participants]`."""

import sys

import click

from tests.disclosure.figures import attacked_core, attacked_vendor
from tests.disclosure.test_figures import SEED


def main() -> None:
    """Print a line per rule and threshold."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    click.echo(f"{count} participants, 12 competencies; exact: answers that are certain")
    click.echo(
        f"{'rule':<10}{'k':>3}{'answers':>10}{'shown':>8}{'error':>8}{'exact':>8}{'insider':>9}{'read':>6}{'means':>7}"
    )
    for k in (3, 4, 5):
        for name, attacked in (("usual", attacked_vendor), ("core", attacked_core)):
            found = attacked(count, k, SEED)
            shown = f"{found.shown / found.answers:.1%}" if found.shown else ""
            error = f"{found.mean_error:.2f}" if found.errors else ""
            read = f"{found.participants_read / found.participants:.0%}"
            means = f"{found.hidden_means_found / found.hidden_means:.0%}" if found.hidden_means else ""
            click.echo(
                f"{name:<10}{k:>3}{found.answers:>10}{shown:>8}{error:>8}{found.exact:>8}"
                f"{found.exact_for_insiders:>9}{read:>6}{means:>7}"
            )


if __name__ == "__main__":
    main()
