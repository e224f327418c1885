"""The fleet for staff: health, errands, enrolment, alarms, updates."""
