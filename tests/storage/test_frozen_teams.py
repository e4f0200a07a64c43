"""Teams of rounds that had begun to close before teams were kept."""

from datetime import UTC, datetime

from sqlalchemy import text

from app.storage.engine import Database
from app.storage.schema import downgrade, upgrade

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
STATES = ("draft", "collecting", "closing", "closed", "released")


def test_rounds_that_had_begun_to_close_get_the_departments_of_the_upgrade(database: Database) -> None:
    downgrade(database, "0005")
    with database.engine.execution_options(is_writing=True).begin() as connection:
        connection.execute(
            text(
                "INSERT INTO persons (id, name, language, department, role, created_at)"
                " VALUES ('p', 'Anna', 'en', 'Sales', '', :now)"
            ),
            {"now": NOW},
        )
        for state in STATES:
            connection.execute(
                text(
                    "INSERT INTO rounds (id, name, state, framework_id, framework_revision, competencies,"
                    " questions, indicator_levels, has_comments, has_open_questions, groups, policy_name, k,"
                    " hr_sees_progress, closes_at, mail_texts, sender_name, contact, created_at)"
                    " VALUES (:id, 'Spring', :id, 'rondom', 1, '[]', 'level', '[]', true, true, '[]', 'core',"
                    " 4, true, :now, '{}', '', '', :now)"
                ),
                {"id": state, "now": NOW},
            )
            connection.execute(
                text("INSERT INTO participants (id, round_id, person_id) VALUES (:id, :id, 'p')"),
                {"id": state},
            )
    upgrade(database)
    with database.engine.connect() as connection:
        found: dict[str, str | None] = dict(
            connection.execute(text("SELECT round_id, team FROM participants")).all()
        )
    assert found == {
        "draft": None,
        "collecting": None,
        "closing": "Sales",
        "closed": "Sales",
        "released": "Sales",
    }
