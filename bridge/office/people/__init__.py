"""People and their roles, and the history of what they did."""
