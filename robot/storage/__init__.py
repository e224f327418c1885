"""State that outlives a restart of the agent, and the writer of its files."""
