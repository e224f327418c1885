"""Steps of the database, run by Alembic at start; a door of their own to SQLAlchemy."""
