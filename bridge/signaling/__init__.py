"""Everything behind `/signal`: who is there, and who may talk to whom."""
