"""Reads, scoped to the person who asks."""
