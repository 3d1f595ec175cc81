"""What may be wrong inside the network: one module a symptom."""
