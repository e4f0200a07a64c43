"""Logs, job arguments, rows of mails and audit entries never carry what ties a rater to answers."""

import logging

import pytest
from flask import Flask
from sqlalchemy import select

from app.bootstrap import Bundle
from app.domain.tokens import draft_key, response_key, token_hash
from app.services.delivery import deliver_due
from app.services.ports import Tools
from app.services.releases import release_round
from app.services.reminders import remind_open_raters
from app.services.sealing import begin_close, seal_round
from app.services.tidying import tidy
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.audit import AuditEntry
from app.storage.messages import Message
from app.storage.raters import Assignment, Invitation
from app.web.factory import create_app
from tests.builders import a_launched_round, everybody_answers, rater_tokens
from tests.fakes import FakeQueue

CANARY = "canary sentence of a rater"


def secrets_of(tools: Tools, round_id: str) -> set[str]:
    """Return every token and every key of answers of a round, while they can still be known."""
    with open_reading(tools, SYSTEM) as work:
        tokens = rater_tokens(work, round_id)
        rows = work.session.scalars(select(Assignment).where(Assignment.round_id == round_id)).all()
        found = set(tokens.values()) | {token_hash(token) for token in tokens.values()}
        for row in rows:
            token = tokens[row.rater_id]
            found |= {response_key(token, row.id), draft_key(token, row.id)}
        return found


def rows_as_text(tools: Tools) -> str:
    with open_reading(tools, SYSTEM) as work:
        entries = [repr(vars(each)) for each in work.session.scalars(select(AuditEntry))]
        return "\n".join(entries + [repr(vars(each)) for each in work.session.scalars(select(Message))])


def test_a_whole_round_leaves_no_token_and_no_answer_in_any_log(
    bundle: Bundle, queue: FakeQueue, caplog: pytest.LogCaptureFixture
) -> None:
    tools = bundle.tools
    caplog.set_level(logging.DEBUG)
    app: Flask = create_app(bundle)
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1).id
    secrets = secrets_of(tools, round_id)
    deliver_due(tools)
    for token in sorted(each for each in secrets if len(each) == 43):
        app.test_client().get(f"/r/{token}")
    with open_work(tools, SYSTEM) as work:
        remind_open_raters(work, round_id)
    everybody_answers(tools, round_id, comment=CANARY)
    tidy(tools)
    before = rows_as_text(tools)
    with open_work(tools, SYSTEM) as work:
        begin_close(work, round_id)
    seal_round(tools, round_id)
    with open_work(tools, SYSTEM) as work:
        release_round(work, round_id)

    said = [caplog.text, repr(queue.published), before, rows_as_text(tools)]
    with open_reading(tools, SYSTEM) as work:
        ids = set(work.session.scalars(select(Invitation.id))) | set(
            work.session.scalars(select(Assignment.id))
        )
    for text in said:
        assert CANARY not in text
        assert [secret for secret in secrets if secret in text] == []
    # Messages name an invitation, as they must to be sent; logs, jobs and the audit trail name nobody's.
    assert [id_ for id_ in ids if id_ in caplog.text or id_ in repr(queue.published)] == []


def test_no_audit_entry_is_made_by_a_rater(bundle: Bundle) -> None:
    tools = bundle.tools
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1).id
    with open_reading(tools, SYSTEM) as work:
        before = len(work.session.scalars(select(AuditEntry)).all())
    everybody_answers(tools, round_id)
    with open_reading(tools, SYSTEM) as work:
        assert len(work.session.scalars(select(AuditEntry)).all()) == before
