"""Reading taxonomies from files and comparing them with what is stored."""
