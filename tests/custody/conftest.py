"""The world of the access tests, which holds something about a person in every app."""

from tests.access.conftest import world

__all__ = ["world"]
