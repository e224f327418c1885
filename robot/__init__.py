"""Agent of one Karlsson robot: presence, call and media."""
