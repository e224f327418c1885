"""Pages of loans: calendar, list, a new loan, and one loan with all that belongs to it."""
