"""The bridge: introduces child and robot, serves the pages, never listens."""
