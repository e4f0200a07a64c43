"""What the page of the release says that reports leave out."""

from flask import Flask

from app.domain.disclosure import DisclosureCheck, ParticipantCheck
from app.domain.text import Text, text
from app.web.console.left_out import LeftOut, left_out_by_reason

NAMES = {"a": "Anna", "b": "Bram", "c": "Chloé"}


def _found(app: Flask, **notes: list[Text]) -> tuple[LeftOut, ...]:
    participants = tuple(ParticipantCheck(key, tuple(said)) for key, said in notes.items())
    with app.test_request_context("/?lang=en"):
        return left_out_by_reason(DisclosureCheck(participants, 0, 0, text("")), NAMES)


def test_a_reason_of_several_reports_stands_once_and_the_most_common_first(app: Flask) -> None:
    rare, common = text("%(n)s left out", n=1), text("%(n)s left out", n=2)
    found = _found(app, a=[rare, common], b=[common], c=[])
    assert found == (LeftOut("2 left out", ("Anna", "Bram")), LeftOut("1 left out", ("Anna",)))


def test_a_reason_of_every_report_names_nobody(app: Flask) -> None:
    trimmed = text("trimmed")
    assert _found(app, a=[trimmed], b=[trimmed]) == (LeftOut("trimmed", ()),)


def test_reports_that_leave_out_nothing_are_not_named(app: Flask) -> None:
    assert _found(app, a=[], b=[]) == ()
