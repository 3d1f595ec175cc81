"""What may be wrong with what was learnt, beyond the training set: one module a symptom."""
