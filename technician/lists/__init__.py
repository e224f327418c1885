"""The technician's list: which column means what, and one record for each robot."""
