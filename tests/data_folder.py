"""Real published data, read where it lies and never copied into the repository."""

import os
from pathlib import Path

import pytest

_DEFAULT = Path(__file__).parents[2] / "shared" / "data"


def real_data(name: str) -> Path:
    """Return a folder of real data, or skip the test where the machine does not have it."""
    path = Path(os.environ.get("SKILLMAP_DATA", _DEFAULT)) / name
    if not path.is_dir():
        pytest.skip(f"real data {name} is not on this machine (SKILLMAP_DATA)")
    return path
