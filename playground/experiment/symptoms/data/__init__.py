"""What may be wrong with the data: one module a symptom."""
