"""Broken and hostile bytes for every entry of the robot: `./run fuzz`."""
