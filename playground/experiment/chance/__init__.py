"""What may be chance: differences between models, and the noise of labels."""
