"""REST of reviews and their cycles."""
