"""Plans of two robots: parts, prices, wires, and the drawings made from them."""
