"""A migrated cluster kept in var/, so that a throw-away database starts in a second.

Applying all migrations takes many times longer than copying their result, and every test run and
every `run --fresh` begins with them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from skillmap.devstack.postgres import Postgres
from skillmap.devstack.state import DEMO_STATE, PROJECT

_CACHE = DEMO_STATE / "cache"


def kept_template() -> Path | None:
    """The migrated cluster for the migrations as they are now, if one was kept."""
    folder = template_folder()
    return folder if os.access(folder, os.R_OK | os.X_OK) else None


def keep_template(postgres: Postgres, folder: Path) -> None:
    """Keep the stopped, migrated cluster as `folder`, and forget those of other migrations."""
    _CACHE.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=_CACHE, prefix="draft-"))
    postgres.save(draft / "cluster")
    for old in _CACHE.glob("migrated-*"):
        shutil.rmtree(old, ignore_errors=True)
    try:
        (draft / "cluster").rename(folder)
    except OSError:  # another run kept the same one first
        shutil.rmtree(draft / "cluster")
    draft.rmdir()


def template_folder() -> Path:
    """Named by everything that decides what the migrations make; ask before they run, since
    somebody may be writing one."""
    digest = hashlib.sha256()
    migrations = sorted([*PROJECT.glob("*/migrations/*.py"), *PROJECT.glob("*/*/migrations/*.py")])
    for file in (*migrations, PROJECT / "requirements.lock", PROJECT / "skillmap" / "settings.py"):
        digest.update(f"{file.relative_to(PROJECT)}\0".encode() + file.read_bytes())
    return _CACHE / f"migrated-{digest.hexdigest()[:16]}"
