"""Results: what the network gets right and wrong, beside what guessing would give."""
