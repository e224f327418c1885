"""What every room of the agent stands on: configuration, identity, errors."""
