"""Links to the bridge and to the body, and the inbox they fill."""
