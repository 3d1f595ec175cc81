"""Growing series of numbers, ready to be drawn at the cost of a screen's width."""
