"""Asking for reports as files before anybody opens them."""

from collections.abc import Sequence

from app.services.ports import JobName
from app.services.work import Work
from app.storage.people import Person
from app.storage.rounds import Participant
from app.storage.typeset_reports import want_reports


def want_released(work: Work, released: Sequence[tuple[Participant, Person]]) -> None:
    """Ask for the files of released reports, each in the language of its participant."""
    wishes = [(participant.id, spoken(work, person.language)) for participant, person in released]
    want_reports(work.session, wishes, work.now)
    if wishes:
        work.later(JobName.TYPESET_WANTED)


def spoken(work: Work, language: str) -> str:
    """Return the language if this installation speaks it, else its first one."""
    return language if language in work.site.languages else work.site.languages[0]
