"""What changed, for programs: which of it a program may know, and telling its addresses of it."""
