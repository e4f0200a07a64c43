"""The rondom command: everything the pages do, without a browser."""

import sys

import click
from sqlalchemy.exc import OperationalError

from app.cli.admin import admin_group
from app.cli.alive import alive_command
from app.cli.backup import backup_command
from app.cli.demo import demo_command
from app.cli.doctor import doctor_command
from app.cli.frameworks import framework_group
from app.cli.people import people_group
from app.cli.reports import report_group
from app.cli.rounds import round_group
from app.cli.serve import migrate_command, serve_command
from app.domain.errors import DomainError, InvalidError
from app.domain.mail import MailConfigurationError
from app.settings import SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def rondom() -> None:
    """360-degree feedback rounds for one organisation.

    Settings come from the environment (RONDOM_...) and from rondom.env in the instance folder.
    """


for command in (
    serve_command,
    migrate_command,
    demo_command,
    admin_group,
    framework_group,
    people_group,
    round_group,
    report_group,
    doctor_command,
    alive_command,
    backup_command,
):
    rondom.add_command(command)


def main() -> None:
    """Run the command; what is refused goes to standard error with exit status 1, wrong usage with 2."""
    try:
        rondom(standalone_mode=True)
    except InvalidError as error:
        click.echo(f"rondom: {error}", err=True)
        for problem in error.problems:
            click.echo(f"  {problem}", err=True)
        sys.exit(1)
    except (DomainError, SettingsError, MailConfigurationError) as error:
        click.echo(f"rondom: {error}", err=True)
        sys.exit(1)
    except OperationalError as error:
        # Only its kind: the words of a driver may repeat the address with its password.
        click.echo(f"rondom: the database does not answer ({type(error.orig).__name__}).", err=True)
        click.echo("  Say rondom doctor to see what is wrong.", err=True)
        sys.exit(1)
