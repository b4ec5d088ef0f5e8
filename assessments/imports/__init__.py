"""Reading rating files of any layout."""
