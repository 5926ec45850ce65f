"""What Alembic runs: the steps that are due, on the connection that `store.migrate` holds."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
