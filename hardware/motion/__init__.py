"""PURE. How axes move: limits, trajectories, no-view zones, gestures. No I/O."""
