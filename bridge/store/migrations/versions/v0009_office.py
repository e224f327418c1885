"""The office: people, schools, children, requests, the life of loans, and who changed what.

Revision ID: 0009
Revises: 0008

Loans of before are handed over: they run as they did.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

UNIX_S = sa.BigInteger()

AT_SCHOOL = sa.text("handed_over_at > 0 AND ended_at IS NULL")

DEVICE_TIMES = ("seen_at", "unbound_at")


def upgrade() -> None:
    """Add the tables, and the facts of a loan's life."""
    for column in _facts():
        op.add_column("loans", column)
    for name in DEVICE_TIMES:
        op.add_column("devices", sa.Column(name, UNIX_S))
    op.add_column("sightings", sa.Column("lesson_at", UNIX_S))
    op.add_column("pairings", sa.Column("created", UNIX_S, nullable=False, server_default="0"))
    # Codes that were printed on one sheet: using one ends the others.
    op.add_column("pairings", sa.Column("paper_id", sa.Integer))
    for name, columns in _tables().items():
        # A number is never given twice: a line of the history, a sheet or a link may still name it.
        op.create_table(name, *columns, sqlite_autoincrement="id" in {one.name for one in columns})
    for name, table, indexed, unique in INDEXES:
        op.create_index(name, table, indexed, unique=unique)
    # A robot stands in one place: whatever is pressed at once, only one loan has it.
    op.create_index(
        *("loans_one_place", "loans", ["robot_id"]),
        unique=True,
        postgresql_where=AT_SCHOOL,
        sqlite_where=AT_SCHOOL,
    )


def downgrade() -> None:
    """Remove everything that the office knows; robots, loans and devices stay."""
    op.drop_index("loans_one_place", "loans")
    for name, table, _indexed, _unique in reversed(INDEXES):
        op.drop_index(name, table)
    for name in reversed(_tables()):
        op.drop_table(name)
    op.drop_column("pairings", "paper_id")
    op.drop_column("pairings", "created")
    op.drop_column("sightings", "lesson_at")
    for name in reversed(DEVICE_TIMES):
        op.drop_column("devices", name)
    for column in reversed(_facts()):
        op.drop_column("loans", column.name)


def _facts() -> list[sa.Column[Any]]:
    """Return the new columns of a loan; a column belongs to one table, so they are made anew."""
    return [
        sa.Column("school_id", sa.Integer),
        sa.Column("child_id", sa.Integer),
        sa.Column("class_name", sa.String(40), nullable=False, server_default=""),
        sa.Column("request_id", sa.Integer),
        sa.Column("profile", sa.String(8), nullable=False, server_default=""),
        sa.Column("profile_version", sa.Integer, nullable=False, server_default="0"),
        sa.Column("created", UNIX_S, nullable=False, server_default="0"),
        sa.Column("handed_over_at", UNIX_S, server_default="0"),
        sa.Column("returned_at", UNIX_S),
        sa.Column("return_reason", sa.String(40), nullable=False, server_default=""),
        sa.Column("locked_at", UNIX_S),
        sa.Column("locked_by", sa.String(16), nullable=False, server_default=""),
        sa.Column("erased_at", UNIX_S),
        sa.Column("policy", sa.String(8), nullable=False, server_default="always"),
        sa.Column("windows", sa.Text, nullable=False, server_default=""),
        sa.Column("minutes", sa.Integer, nullable=False, server_default="0"),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    ]


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True, autoincrement=True)


def _text(name: str, length: int = 0) -> sa.Column[str]:
    kind = sa.String(length) if length else sa.Text()
    return sa.Column(name, kind, nullable=False, server_default="")


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.Integer, nullable=False, server_default="1")


def _at(name: str) -> sa.Column[int]:
    return sa.Column(name, UNIX_S)


def _tables() -> dict[str, tuple[sa.Column[Any], ...]]:
    return {
        "schools": (
            _id(),
            _text("name", 120),
            _text("town", 80),
            _text("postcode", 5),
            _text("state", 2),
            _text("also_called"),
            _text("note", 1000),
            _at("created"),
            _version(),
        ),
        "contacts": (
            _id(),
            sa.Column("school_id", sa.Integer, nullable=False),
            _text("name", 80),
            _text("phone", 40),
            _text("email", 254),
            _text("best_time", 80),
            _version(),
        ),
        "children": (
            _id(),
            _text("short_name", 40),
            sa.Column("school_id", sa.Integer),
            _text("class_name", 40),
            _at("created"),
            _at("erased_at"),
            _version(),
        ),
        "robot_facts": (
            sa.Column("robot_id", sa.String(32), primary_key=True),
            _text("home", 80),
            _text("accessories", 200),
            _at("workshop_since"),
            _text("workshop_note", 400),
            _at("check_since"),
            _text("check_note", 400),
            _at("scrapped_at"),
            _version(),
        ),
        "notes": (
            _id(),
            sa.Column("robot_id", sa.String(32)),
            sa.Column("school_id", sa.Integer),
            _text("text", 1000),
            _at("created"),
            sa.Column("person_id", sa.Integer, nullable=False),
        ),
        "ticks": (
            sa.Column("loan_id", sa.Integer, primary_key=True),
            sa.Column("line", sa.String(40), primary_key=True),
            sa.Column("done_on", sa.Date),
            sa.Column("person_id", sa.Integer),
            sa.Column("counted", sa.Integer),
            sa.Column("of_all", sa.Integer),
            sa.Column("text_version", sa.Integer, nullable=False, server_default="1"),
        ),
        "withdrawals": (
            _id(),
            sa.Column("loan_id", sa.Integer, nullable=False),
            _at("at"),
            _text("by_role", 16),
        ),
        "pencilled": (
            _id(),
            sa.Column("robot_id", sa.String(32), nullable=False),
            sa.Column("school_id", sa.Integer),
            sa.Column("request_id", sa.Integer),
            sa.Column("from_date", sa.Date, nullable=False),
            sa.Column("until_date", sa.Date, nullable=False),
            _at("noted_at"),
            _version(),
        ),
        "requests": (
            _id(),
            _text("asker", 8),
            sa.Column("school_id", sa.Integer),
            _text("school_name", 120),
            _text("class_name", 40),
            _text("town", 80),
            _text("postcode", 5),
            _text("state", 2),
            sa.Column("from_date", sa.Date),
            sa.Column("until_date", sa.Date),
            sa.Column("weeks", sa.Integer),
            _text("contact_name", 80),
            _text("phone", 40),
            _text("email", 254),
            sa.Column("school_knows", sa.Boolean),
            _text("note", 1000),
            sa.Column("urgent", sa.Boolean, nullable=False, server_default=sa.false()),
            _at("asked_at"),
            _at("checked_at"),
            _at("waiting_at"),
            _at("answered_at"),
            _at("done_at"),
            _text("outcome", 16),
            _text("moved_up", 200),
            _at("aside_at"),
            _version(),
        ),
        "papers": (
            _id(),
            sa.Column("loan_id", sa.Integer, nullable=False),
            _text("kind", 24),
            sa.Column("template_version", sa.Integer, nullable=False),
            _at("printed_at"),
            sa.Column("person_id", sa.Integer, nullable=False),
        ),
        "family_links": (
            # SQLite gives the number of a loan that was taken back again: its link goes with it.
            sa.Column(
                "loan_id",
                sa.Integer,
                sa.ForeignKey("loans.id", ondelete="CASCADE"),
                primary_key=True,
            ),
            sa.Column("token_hash", sa.String(64), nullable=False),
            _at("created"),
            _text("wish", 400),
            _at("wished_at"),
        ),
        "people": (
            _id(),
            _text("name", 80),
            _text("email", 254),
            _text("role", 8),
            sa.Column("school_id", sa.Integer),
            _text("user_handle", 64),
            _text("language", 2),
            sa.Column("mail_at_seven", sa.Boolean, nullable=False, server_default=sa.false()),
            _at("created"),
            _at("signed_in_at"),
            _at("left_at"),
            _version(),
        ),
        "passkeys": (
            _id(),
            sa.Column("person_id", sa.Integer, nullable=False),
            sa.Column("credential_id", sa.LargeBinary, nullable=False),
            sa.Column("public_key", sa.LargeBinary, nullable=False),
            sa.Column("sign_count", sa.BigInteger, nullable=False),
            _text("label", 80),
            _at("created"),
            _at("used_at"),
        ),
        "ways_in": (
            _id(),
            sa.Column("person_id", sa.Integer, nullable=False),
            _text("kind", 12),
            sa.Column("token_hash", sa.String(64), nullable=False),
            _at("created"),
            _at("expires_at"),
            _at("used_at"),
            _at("withdrawn_at"),
        ),
        "office_sessions": (
            sa.Column("token_hash", sa.String(64), primary_key=True),
            sa.Column("person_id", sa.Integer, nullable=False),
            sa.Column("passkey_id", sa.Integer),
            sa.Column("began", UNIX_S, nullable=False),
            sa.Column("seen_at", UNIX_S, nullable=False),
            sa.Column("fresh_at", UNIX_S, nullable=False),
        ),
        "changes": (
            _id(),
            sa.Column("at", UNIX_S, nullable=False),
            sa.Column("person_id", sa.Integer, nullable=False),
            _text("kind", 40),
            sa.Column("loan_id", sa.Integer),
            sa.Column("robot_id", sa.String(32)),
            sa.Column("school_id", sa.Integer),
            _text("facts"),
            sa.Column("undo_until", UNIX_S, nullable=False),
            sa.Column("undoes", sa.Integer),
            sa.Column("undone_at", UNIX_S),
        ),
        "images": (
            sa.Column("change_id", sa.Integer, primary_key=True),
            sa.Column("place", sa.Integer, primary_key=True),
            _text("table_name", 24),
            _text("before"),
            _text("after"),
            sa.Column("loan_id", sa.Integer),
        ),
        "imports": (
            _id(),
            sa.Column("at", UNIX_S, nullable=False),
            sa.Column("person_id", sa.Integer, nullable=False),
            _text("file_name", 120),
            _text("file_hash", 64),
            sa.Column("rows_taken", sa.Integer, nullable=False),
            sa.Column("rows_left", sa.Integer, nullable=False),
            _text("columns"),
            sa.Column("change_id", sa.Integer),
            _at("undone_at"),
        ),
        "erasures": (
            _id(),
            sa.Column("loan_id", sa.Integer, nullable=False),
            sa.Column("at", UNIX_S, nullable=False),
            sa.Column("person_id", sa.Integer, nullable=False),
            _text("counts"),
        ),
        "settings": (
            sa.Column("name", sa.String(40), primary_key=True),
            _text("value"),
            _version(),
        ),
        "mornings": (
            sa.Column("robot_id", sa.String(32), primary_key=True),
            sa.Column("day", sa.Date, primary_key=True),
            sa.Column("percent", sa.Integer, nullable=False),
        ),
        "put_away": (
            sa.Column("line", sa.String(80), primary_key=True),
            sa.Column("until", UNIX_S, nullable=False),
        ),
    }


INDEXES = (
    ("loans_robot", "loans", ["robot_id", "from_date"], False),
    ("loans_until", "loans", ["until_date"], False),
    ("loans_school", "loans", ["school_id"], False),
    ("loans_child", "loans", ["child_id"], False),
    ("loans_request", "loans", ["request_id"], False),
    ("contacts_school", "contacts", ["school_id"], False),
    ("children_school", "children", ["school_id"], False),
    ("notes_robot", "notes", ["robot_id"], False),
    ("requests_asked", "requests", ["asked_at"], False),
    ("papers_loan", "papers", ["loan_id"], False),
    ("family_token", "family_links", ["token_hash"], True),
    ("passkeys_credential", "passkeys", ["credential_id"], True),
    ("passkeys_person", "passkeys", ["person_id"], False),
    ("ways_in_token", "ways_in", ["token_hash"], True),
    ("ways_in_person", "ways_in", ["person_id"], False),
    ("office_sessions_person", "office_sessions", ["person_id"], False),
    ("changes_at", "changes", ["at"], False),
    ("changes_loan", "changes", ["loan_id"], False),
    ("changes_school", "changes", ["school_id"], False),
)
