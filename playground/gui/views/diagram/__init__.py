"""The network diagram: every unit with what it computes, every weight with its sign and size."""
