"""Everything a person can do: actions, their keys, and how Qt shows them."""
