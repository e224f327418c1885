"""Contract of agent, body and drivers; imports no other folder of the body."""
