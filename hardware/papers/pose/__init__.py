"""Drawings of the robot in its pose, with eyes and ring as they shine."""
