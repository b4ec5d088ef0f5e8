"""Files that reviews read."""
