"""What the columns of a table hold, and what each is for."""
