"""The kinds of studies, one module each."""
