"""REST endpoints of levels, gaps, ratings and analyses."""
