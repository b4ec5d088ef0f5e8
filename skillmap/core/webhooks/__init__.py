"""Calls to other systems: where they may go, how they are signed and how they are made."""
