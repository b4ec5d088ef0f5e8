"""What waits for somebody: read in one query, said in words, the worst first."""
