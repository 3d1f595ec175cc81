"""What may be wrong with how it trains: one module a symptom."""
