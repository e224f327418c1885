"""What every page of the office stands on: routes, the door, forms, templates."""
