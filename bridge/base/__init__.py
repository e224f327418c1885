"""What every room of the bridge stands on: errors, clock, records, rates, journal."""
