"""The session file: its members, and what each holds."""
