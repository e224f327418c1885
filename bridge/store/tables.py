"""Tables and columns for queries; `migrations` creates them with every constraint."""

import sqlalchemy as sa

metadata = sa.MetaData()

robots = sa.Table(
    "robots",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("name", sa.String),
    sa.Column("public_key", sa.String),
    sa.Column("created", sa.BigInteger),
)
enrolments = sa.Table(
    "enrolments",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("robot_id", sa.String),
    sa.Column("robot_name", sa.String),
    sa.Column("token_hash", sa.String),
    sa.Column("created", sa.BigInteger),
    sa.Column("expires_at", sa.BigInteger),
    sa.Column("used_at", sa.BigInteger),
    sa.Column("used_key", sa.String),
    sa.Column("withdrawn_at", sa.BigInteger),
)
loans = sa.Table(
    "loans",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("robot_id", sa.String),
    sa.Column("pupil_name", sa.String),
    sa.Column("from_date", sa.Date),
    sa.Column("until_date", sa.Date),
    sa.Column("teacher_token_hash", sa.String),
    sa.Column("buddy_hash", sa.String),
    sa.Column("ended_at", sa.BigInteger),
    sa.Column("may_zoom", sa.Boolean),
    sa.Column("may_still", sa.Boolean),
    sa.Column("may_sheets", sa.Boolean),
    sa.Column("may_speech", sa.Boolean),
    sa.Column("sealed_class_key", sa.String),
    sa.Column("school_id", sa.Integer),
    sa.Column("child_id", sa.Integer),
    sa.Column("class_name", sa.String),
    sa.Column("request_id", sa.Integer),
    sa.Column("profile", sa.String),
    sa.Column("profile_version", sa.Integer),
    sa.Column("created", sa.BigInteger),
    sa.Column("handed_over_at", sa.BigInteger),
    sa.Column("returned_at", sa.BigInteger),
    sa.Column("return_reason", sa.String),
    sa.Column("locked_at", sa.BigInteger),
    sa.Column("locked_by", sa.String),
    sa.Column("erased_at", sa.BigInteger),
    sa.Column("policy", sa.String),
    sa.Column("windows", sa.Text),
    sa.Column("minutes", sa.Integer),
    sa.Column("version", sa.Integer),
)
pairings = sa.Table(
    "pairings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("loan_id", sa.Integer),
    sa.Column("kind", sa.String),
    sa.Column("lookup", sa.String),
    sa.Column("mac_key", sa.LargeBinary),
    sa.Column("expires_at", sa.BigInteger),
    sa.Column("used_at", sa.BigInteger),
    sa.Column("withdrawn_at", sa.BigInteger),
    sa.Column("created", sa.BigInteger),
    sa.Column("paper_id", sa.Integer),
)
devices = sa.Table(
    "devices",
    metadata,
    sa.Column("loan_id", sa.Integer, primary_key=True),
    sa.Column("public_key", sa.String, primary_key=True),
    sa.Column("paired_at", sa.BigInteger),
    sa.Column("locked_at", sa.BigInteger),
    sa.Column("seen_at", sa.BigInteger),
    sa.Column("unbound_at", sa.BigInteger),
)
link_uses = sa.Table(
    "link_uses",
    metadata,
    sa.Column("loan_id", sa.Integer, primary_key=True),
    sa.Column("token_hash", sa.String),
    sa.Column("used_on", sa.Date),
)
sightings = sa.Table(
    "sightings",
    metadata,
    sa.Column("robot_id", sa.String, primary_key=True),
    sa.Column("seen_at", sa.BigInteger),
    sa.Column("version", sa.String),
    sa.Column("doctor_at", sa.BigInteger),
    sa.Column("doctor_failed", sa.Text),
    sa.Column("lesson_at", sa.BigInteger),
)
mornings = sa.Table(
    "mornings",
    metadata,
    sa.Column("robot_id", sa.String, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("percent", sa.Integer),
)
alarms = sa.Table(
    "alarms",
    metadata,
    sa.Column("robot_id", sa.String, primary_key=True),
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("since", sa.BigInteger),
    sa.Column("told_at", sa.BigInteger),
    sa.Column("over_at", sa.BigInteger),
)
waves = sa.Table(
    "waves",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("version", sa.String),
    sa.Column("first_robot", sa.String),
    sa.Column("stage", sa.String),
    sa.Column("soak_s", sa.BigInteger),
    sa.Column("started", sa.BigInteger),
    sa.Column("stage_began", sa.BigInteger),
    sa.Column("stopped_at", sa.BigInteger),
    sa.Column("why", sa.String),
)
carried = sa.Table(
    "carried",
    metadata,
    sa.Column("robot_id", sa.String, primary_key=True),
    sa.Column("running", sa.String),
    sa.Column("fell_back", sa.String),
    sa.Column("fell_at", sa.BigInteger),
    sa.Column("seen_at", sa.BigInteger),
)
