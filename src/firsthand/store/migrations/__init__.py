"""The steps from each schema of a case to the next, run by Alembic (see `store.migrate`)."""
