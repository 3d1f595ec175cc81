"""The command line: what the playground does without a window."""
