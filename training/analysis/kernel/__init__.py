"""Compiled loops of the path search (computation.md C4). For workers and commands only."""
