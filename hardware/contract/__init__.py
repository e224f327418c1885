"""What the agent, the body and every driver agree on; stands on nothing else of the body."""
