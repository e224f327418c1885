"""Steps of the database, run by Alembic at start; a door of their own to SQLAlchemy."""

HEAD = "0002"
"""The newest step. A database that is there already is opened without loading Alembic."""
