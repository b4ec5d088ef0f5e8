"""REST endpoints of the catalogue and of plans."""
