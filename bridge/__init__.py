"""The bridge: introduces child and robot, serves the pages, and carries no picture or sound."""
