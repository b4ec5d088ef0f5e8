"""Whom Postgres runs as. It refuses root, so root starts it under an unprivileged account."""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

_CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An operating-system account that already exists; none is ever created."""

    uid: int
    gid: int


def account_for(data: Path) -> Account | None:
    """The account to start Postgres with on the `data` directory; None means our own.

    An existing data directory keeps its owner: Postgres refuses any other.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    for name in _CANDIDATES:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid)
    raise RuntimeError("Postgres refuses root, and neither postgres nor nobody exists here.")


def reachable_by_others(path: Path) -> bool:
    """Whether every other account can walk down to `path` (a private home forbids it)."""
    resolved = path.resolve()
    return all(
        folder.exists() and folder.stat().st_mode & stat.S_IXOTH
        for folder in (resolved, *resolved.parents)
    )
