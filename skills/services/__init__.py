"""Writes about the taxonomy; one module per topic."""
