"""Reads of the catalogue, plans and what is due."""
