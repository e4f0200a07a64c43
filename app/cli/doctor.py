"""rondom doctor: what is wrong with this installation, and how to mend it."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

import click
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from app.adapters.addresses import travelling_address
from app.adapters.private_files import make_private_folder
from app.bootstrap import Bundle, bootstrap
from app.cli.context import json_option, print_json
from app.cli.doctor_bounces import bounces_finding
from app.cli.doctor_work import workers_finding
from app.cli.findings import Finding
from app.domain.mail import MailConfigurationError, MailError, RefusedMailError
from app.domain.rounds import RoundState
from app.domain.sending_hours import DAY_NAMES
from app.services.sending_gate import sending_pause
from app.services.work import SYSTEM, open_reading
from app.settings import SettingsError, load_settings
from app.storage.rounds import rounds_in_state
from app.storage.schema import is_current

CLOCK_TOLERANCE = timedelta(seconds=60)


@click.command("doctor")
@json_option
def doctor_command(as_json: bool) -> None:
    """Look at settings, database, broker, mail and keys; exit status 1 when something is wrong."""
    try:
        bundle = bootstrap(load_settings())
    except (SettingsError, MailConfigurationError) as error:
        findings = [Finding("settings", is_well=False, said=str(error), mend="correct this setting")]
    else:
        checks: tuple[Callable[[Bundle], Finding], ...] = (
            *(_settings, _database, _clock),
            *(_broker, workers_finding, _mail, _sending, _sender, bounces_finding, _keys),
        )
        findings = [check(bundle) for check in checks]
    if as_json:
        print_json([vars(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(f"{'ok   ' if finding.is_well else 'WRONG'}  {finding.part}: {finding.said}")
            if finding.mend:
                click.echo(f"       {finding.mend}")
    sys.exit(0 if all(finding.is_well for finding in findings) else 1)


def _settings(bundle: Bundle) -> Finding:
    settings = bundle.settings
    hours = settings.sending_hours
    days = ",".join(DAY_NAMES[day] for day in hours.days)
    return Finding(
        "settings",
        is_well=True,
        said=f"instance {settings.instance}, links {settings.public_url}, time zone {settings.timezone},"
        f" reminders {days} {hours.first}-{hours.last} where people are",
    )


def _database(bundle: Bundle) -> Finding:
    name = bundle.database.engine.dialect.name
    try:
        current = is_current(bundle.database)
    except SQLAlchemyError as error:
        return Finding(
            "database",
            is_well=False,
            said=f"{name} does not answer ({type(error).__name__})",
            mend="start it, or correct RONDOM_DATABASE_URL",
        )
    if current:
        return Finding("database", is_well=True, said=f"{name}, newest schema")
    return Finding("database", is_well=False, said=f"{name}, older schema", mend="run: rondom migrate")


def _broker(bundle: Bundle) -> Finding:
    url = bundle.settings.broker_url
    if url is None:
        return Finding("broker", is_well=True, said="embedded, started by rondom serve")
    try:
        with Redis.from_url(url.replace("redis+socket://", "unix://"), socket_timeout=3) as client:
            client.ping()
    except (RedisError, ValueError) as error:
        return Finding(
            "broker",
            is_well=False,
            said=f"does not answer ({type(error).__name__})",
            mend="start Redis, or correct RONDOM_BROKER_URL; mails wait in the database meanwhile",
        )
    return Finding("broker", is_well=True, said="answers")


def _clock(bundle: Bundle) -> Finding:
    """Compare with the clock of the database server, or of the disk that holds the instance folder."""
    where = "the database server"
    try:
        said = bundle.database.server_time()
        if said is None:
            where = "the disk"
            with NamedTemporaryFile(dir=bundle.settings.instance) as file:
                said = datetime.fromtimestamp(Path(file.name).stat().st_mtime, UTC)
    except (SQLAlchemyError, OSError) as error:
        return Finding(
            "clock",
            is_well=False,
            said=f"nothing to compare with ({type(error).__name__})",
            mend="mend the database, or the rights of the instance folder, first",
        )
    return clock_finding(bundle.tools.clock(), said, where)


def clock_finding(now: datetime, said: datetime, where: str) -> Finding:
    """Say whether our clock agrees with another one."""
    seconds = round(abs((now - said).total_seconds()))
    if seconds <= CLOCK_TOLERANCE.total_seconds():
        return Finding("clock", is_well=True, said=f"agrees with {where}")
    return Finding(
        "clock",
        is_well=False,
        said=f"{seconds} seconds apart from {where}: rounds would close at the wrong moment",
        mend="keep the clocks of all machines in time (NTP)",
    )


def _mail(bundle: Bundle) -> Finding:
    is_trial = bundle.settings.is_trial_mode
    try:
        bundle.tools.mailer.check()
    except MailError as error:
        mend = "let Rondom write there" if is_trial else "correct RONDOM_MAIL_URL, or start the server"
        return Finding("mail", is_well=False, said=str(error), mend=mend)
    if is_trial:
        return Finding(
            "mail", is_well=True, said=f"trial mode, mails stay in {bundle.settings.outbox_folder}"
        )
    return Finding("mail", is_well=True, said="the server answers and lets us in")


def _sending(bundle: Bundle) -> Finding:
    try:
        with open_reading(bundle.tools, SYSTEM) as work:
            pause = sending_pause(work)
    except SQLAlchemyError:
        return Finding("sending", is_well=False, said="unknown without a database", mend="mend that first")
    if pause is None:
        return Finding("sending", is_well=True, said="mails leave as they come")
    return Finding(
        "sending",
        is_well=False,
        said=f"paused since {pause.since:%Y-%m-%d %H:%M} UTC, answer {pause.code}: {pause.reason}",
        mend="correct RONDOM_MAIL_URL or RONDOM_MAIL_FROM; it goes on by itself within five minutes",
    )


def _sender(bundle: Bundle) -> Finding:
    address = bundle.settings.mail_from
    try:
        travelling_address(address)
    except RefusedMailError as error:
        return Finding(
            "sender",
            is_well=False,
            said=f"{address!r} cannot send: {error.text}",
            mend="set RONDOM_MAIL_FROM to an address such as feedback@example.org",
        )
    return Finding("sender", is_well=True, said=f"mails come from {address}")


def _keys(bundle: Bundle) -> Finding:
    folder = bundle.settings.key_dir
    try:
        make_private_folder(folder)
        with NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Finding(
            "keys",
            is_well=False,
            said=f"{folder} cannot be written to ({type(error).__name__}), so no round can be launched",
            mend="correct RONDOM_KEY_DIR, or give this account the rights to the folder",
        )
    try:
        with open_reading(bundle.tools, SYSTEM) as work:
            running = rounds_in_state(work.session, RoundState.COLLECTING, RoundState.CLOSING)
    except SQLAlchemyError:
        return Finding("keys", is_well=False, said="unknown without a database", mend="mend that first")
    missing = [round_.name for round_ in running if not bundle.tools.keys.exists(round_.id)]
    if missing:
        return Finding(
            "keys",
            is_well=False,
            said=f"missing for: {', '.join(missing)}",
            mend=f"put the backup of the keys back into {folder}",
        )
    return Finding("keys", is_well=True, said=f"{len(running)} running rounds have theirs")
