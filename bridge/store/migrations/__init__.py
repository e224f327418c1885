"""Migration steps of the database, which Alembic runs at start."""

HEAD = "0010"
"""Newest step. A database at this step is opened without loading Alembic."""
