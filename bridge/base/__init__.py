"""Basis of the other rooms: errors, clock, records, rates, journal."""
