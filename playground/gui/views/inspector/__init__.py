"""The inspector: one step of training as formulas with their numbers."""
