"""An experiment as text that a person can write, read, mail and annotate."""
