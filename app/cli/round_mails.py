"""rondom round mails, resend and relink: what became of the mails to raters, and mails to single ones."""

import click

from app.cli.context import changing, iso, json_option, looking, print_json, print_table
from app.services.deliveries import Delivery, all_deliveries
from app.services.finding import person_called, round_called
from app.services.relinking import renew_link
from app.services.resending import correct_address, send_again


@click.command("mails")
@click.argument("round_words", metavar="ROUND")
@click.option("--attention", is_flag=True, help="Only raters for whom somebody has to do something.")
@json_option
def mails_command(round_words: str, attention: bool, as_json: bool) -> None:
    """Show what became of the newest mail to each rater."""
    with looking() as work:
        found = all_deliveries(work, round_called(work, round_words).id)
    shown = [each for each in found if each.is_trouble or not attention]
    if as_json:
        print_json([_described(each) for each in shown])
        return
    print_table(
        ("rater", "address", "mail", "why", "answers"),
        [
            (each.name, each.email or "-", each.label, each.reason or "", each.progress or "not shown")
            for each in shown
        ],
    )


@click.command("resend")
@click.argument("round_words", metavar="ROUND")
@click.argument("rater_email", metavar="RATER_EMAIL")
@click.option(
    "--to",
    "address",
    default="",
    help="Correct the address first; it holds in every round. The old link dies: what was saved is lost, "
    "and what was sent in counts, but can no longer be read or changed.",
)
def resend_command(round_words: str, rater_email: str, address: str) -> None:
    """Send a mail that did not arrive again; nothing is sent twice to an address that took it."""
    with changing() as work:
        round_id, rater_id = round_called(work, round_words).id, person_called(work, rater_email).id
        if address:
            said = correct_address(work, round_id, rater_id, address)
        else:
            said = send_again(work, round_id, rater_id)
    click.echo(str(said))


@click.command("relink")
@click.argument("round_words", metavar="ROUND")
@click.argument("rater_email", metavar="RATER_EMAIL")
def relink_command(round_words: str, rater_email: str) -> None:
    """Mail a rater a new link; the old one dies, and what it led to is kept."""
    with changing() as work:
        said = renew_link(work, round_called(work, round_words).id, person_called(work, rater_email).id)
    click.echo(str(said))


def _described(each: Delivery) -> dict[str, object]:
    return {
        "name": each.name,
        "email": each.email or None,
        "state": each.state,
        "reason": str(each.reason) if each.reason is not None else None,
        "written_at": iso(each.written_at),
        "next_try_at": iso(each.next_try_at),
        "needs_attention": each.is_trouble,
        "answers": str(each.progress) if each.progress is not None else None,
    }
