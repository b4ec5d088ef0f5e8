"""Pages of goals."""
