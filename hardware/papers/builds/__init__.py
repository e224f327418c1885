"""Two robots that can be built: parts, prices, wires, and the drawings made from them."""
