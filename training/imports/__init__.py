"""Reading catalogues and evidence from files and comparing them with what is stored."""
