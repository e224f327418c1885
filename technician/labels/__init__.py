"""Labels to stick on robots."""
