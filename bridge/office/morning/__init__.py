"""The mail at seven: what needs somebody today, for whoever wishes it."""
