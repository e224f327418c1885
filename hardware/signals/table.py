"""Signal table that ships with the body, read and checked once at import."""

from importlib.resources import files

from hardware.signals.reading import Table, read

TABLE: Table = read(files("hardware.signals").joinpath("table.toml").read_text(encoding="utf-8"))
SIGNAL_TABLE = TABLE.signals
