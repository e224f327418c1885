"""PURE. Movement of the axes: limits, trajectories, no-view zones, gestures. No I/O."""
