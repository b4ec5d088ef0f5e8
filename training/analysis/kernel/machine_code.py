"""Machine code for the innermost loops, made by numba and kept between processes.

It is kept in the folder that the environment names `NUMBA_CACHE_DIR`; without one every process
compiles anew. numba renews kept code when its own file changes, but not when a function it calls
does: so each state of this package has a folder of its own.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
T = TypeVar("T")

_settings = vars(numba.config)
_keeps = bool(_settings["CACHE_DIR"])
if _keeps:
    _sources = b"".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
    _stamp = sha256(_sources).hexdigest()[:16]
    _settings["CACHE_DIR"] = str(Path(_settings["CACHE_DIR"]) / f"search-{_stamp}")


def compiled(function: Callable[P, T]) -> Callable[P, T]:
    """The same function as machine code, compiled when first called."""
    try:
        return cast(Callable[P, T], numba.njit(cache=_keeps)(function))
    except RuntimeError:  # the folder cannot be written
        return cast(Callable[P, T], numba.njit(function))
