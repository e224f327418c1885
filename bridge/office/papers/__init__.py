"""Papers: the list of templates, printing for a loan, and what the charity is called on them."""
