"""Foundation of the agent: configuration, identity, errors."""
