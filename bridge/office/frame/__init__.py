"""Common base of all pages of the office: routes, the door, forms, templates."""
