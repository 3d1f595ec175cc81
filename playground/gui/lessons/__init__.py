"""The player of lessons: a dock at the left that asks, runs, shows and explains."""
