"""One experiment: its specification, the session that runs it, and what is seen of it."""
