"""The office: pages on which the charity's staff lend robots, and what schools and families see."""
