"""The boundary over training as an animation: the dialog, the drawing, and the thread behind."""
