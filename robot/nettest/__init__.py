"""Test of the roads from this robot to its bridge, and the sheet for a school's IT department."""
