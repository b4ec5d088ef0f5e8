"""REST `/api/v1`: the endpoints of all apps under one address, and those that join several."""
