"""Pages of schools with their contacts, and of children."""
