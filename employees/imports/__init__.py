"""Reading role profiles and people from files and comparing them with what is stored."""
