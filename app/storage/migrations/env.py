"""Runs migrations on the connection that app.storage.schema hands over."""

from alembic import context

from app.storage import tables
from app.storage.base import Base

assert tables.ROWS  # noqa: S101 - importing the rows is what fills the metadata
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
