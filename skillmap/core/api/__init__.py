"""What every REST endpoint shares: log-in, scopes, lists, errors, replayed POSTs, the schema."""
