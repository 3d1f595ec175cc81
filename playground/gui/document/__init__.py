"""The file behind the window: opening, saving, recovering."""
