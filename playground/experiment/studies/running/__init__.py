"""Training the runs of a study: together, in turn, or on other processes and machines."""
