"""Starts everything Skillmap needs on one machine, for the demo, the tests and single commands.

Embedded Postgres and Valkey come from Python wheels, so nothing has to be installed by hand.
This package starts processes and hands them their environment; it imports no Django.
"""
