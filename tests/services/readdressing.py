"""A rater in a running round, and the ways in which somebody else gives that rater another address."""

from collections.abc import Callable

from app.domain.people import EMAIL, LANGUAGE, NAME
from app.domain.tables import Row, Table
from app.services.launch import launch_round
from app.services.people import change_person, import_people
from app.services.resending import correct_address
from app.services.work import Work
from app.storage.rounds import Round, participants_with_persons
from tests.builders import a_person, a_rater, a_round

OLD, NEW = "rater@example.org", "new@example.org"


def a_scene(
    work: Work, *, duties: int = 2, peers: int = 5, email: str | None = OLD
) -> tuple[Round, str, list[str]]:
    """Return a running round, one person who rates everybody in it among `peers`, and the assignment ids."""
    round_ = a_round(work, duties, standard_groups=("peer",))
    rater = a_person(work, "Rater", email)
    own = []
    for participant, _ in participants_with_persons(work.session, round_.id):
        own.append(a_rater(work, round_, participant, "peer", rater).id)
        for _ in range(peers - 1):
            a_rater(work, round_, participant, "peer")
    launch_round(work, round_.id)
    return round_, rater.id, own


def by_the_persons_page(work: Work, _: str, rater_id: str, email: str) -> str:
    change_person(work, rater_id, {NAME: "Rater", LANGUAGE: "en", EMAIL: email})
    return ""


def by_a_file(work: Work, _: str, rater_id: str, email: str) -> str:
    # A file fills in an address for somebody without one; that is how one is changed in two steps.
    change_person(work, rater_id, {NAME: "Rater", LANGUAGE: "en", EMAIL: ""})
    row = Row(2, {EMAIL: email, NAME: "Rater", LANGUAGE: "en"})
    result = import_people(work, Table((EMAIL, NAME, LANGUAGE), (row,)), is_dry_run=False)
    return str((len(result.changed), result.new_links))


def by_the_deliveries_page(work: Work, round_id: str, rater_id: str, email: str) -> str:
    return str(correct_address(work, round_id, rater_id, email))


WAYS: dict[str, Callable[[Work, str, str, str], str]] = {
    "the person's page": by_the_persons_page,
    "a file": by_a_file,
    "the deliveries page": by_the_deliveries_page,
}
