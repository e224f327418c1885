"""What outlives a restart of the agent: the class's wish, and who writes files."""
