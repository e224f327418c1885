"""The fleet as a technician sees it: who is here and how it is, errands, and who may ask."""
