"""What is drawn inside a plot, one layer a module."""
