"""Writes about people, units, roles and rights; one module per topic."""
