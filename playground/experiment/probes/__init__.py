"""What can be computed of a session at a theta, one module each."""
