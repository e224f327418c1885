"""Steering of the head: from the child's messages to the body, and back to its screen."""
