"""Today, robots, search and map: what staff see first."""
