"""Where the child looks: from its messages to the body, and back to its screen."""
