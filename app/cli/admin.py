"""rondom admin: who may run rounds."""

import click

from app.cli.context import changing
from app.services.sign_in import invite_administrator


@click.group("admin")
def admin_group() -> None:
    """Administrators of this installation."""


@admin_group.command("invite")
@click.argument("email")
@click.option("--name", default="", help="How the administrator is addressed.")
def invite(email: str, name: str) -> None:
    """Print a fresh one-time sign-in link for an administrator; it lasts an hour."""
    with changing() as work:
        link = invite_administrator(work, email, name)
    click.echo(link)
