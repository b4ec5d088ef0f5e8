"""Row 10 of the promises: from an empty clone to the first page, package downloads warm."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

from bench.report import Report, Row, Scale
from skillmap.devstack.sockets import free_port
from skillmap.devstack.state import PROJECT

_STACK_VARIABLES = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "VIRTUAL_ENV")


def measure(scale: Scale) -> Report:
    """Clone what is committed and start the demo twice; `scale` makes no difference."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", PROJECT, clone], check=True)
        first, second = _seconds_to_ready(clone), _seconds_to_ready(clone)
    return Report(
        sizes={"scale": scale.value},
        rows=[
            Row("empty clone to the first healthy page", first, "s", 60),
            Row("second start, data kept, to the same", second, "s", 30),
        ],
    )


def _seconds_to_ready(clone: Path) -> float:
    env = {key: value for key, value in os.environ.items() if key not in _STACK_VARIABLES}
    started_at = time.monotonic()
    subprocess.run(
        ["make", "demo", "CHECK=1", f"PORT={free_port()}"],
        cwd=clone,
        env=env,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.monotonic() - started_at
