"""What a sample of a file tells: encoding, separators, where the table begins, its names."""
