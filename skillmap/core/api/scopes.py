"""What an endpoint may ask of a request. A session has every right of its user instead."""

from enum import Enum

from skillmap.core.enums import Scope

__all__ = ["Door", "Needed", "Scope"]


class Door(Enum):
    """Declarations for endpoints without a scope of their own."""

    ANYBODY = "no log-in needed"
    ANY_TOKEN = "a log-in, whatever the scopes of the token"  # noqa: S105 - not a password


Needed = Scope | tuple[Scope, ...] | Door
