"""Writes: one verb a function, atomic and locked. Each raises `Refused` with every reason at once."""
