"""The technician's laptop: cards for many robots, and their labels."""
