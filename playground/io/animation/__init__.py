"""Animations of a training as files: what is asked for, and the encoders that write it."""
