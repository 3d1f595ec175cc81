"""Studies in the window: run beside the experiment, drawn while they run, told in words."""
