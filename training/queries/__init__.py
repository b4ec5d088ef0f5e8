"""Reads of the catalogue and of plans. `catalogue` and `learners` feed the planner and are imported
by workers and commands only."""
