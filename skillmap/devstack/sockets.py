"""Where Unix sockets can live: the kernel takes at most 107 bytes of path."""

from __future__ import annotations

import re
import socket
import tempfile
from pathlib import Path

_LONGEST_PATH_BYTES = 107
_SAFE_IN_AN_ADDRESS = re.compile(r"[A-Za-z0-9._/-]+")


def socket_folder(wanted: Path, socket_name: str) -> Path:
    """`wanted`, or a new private folder where that path cannot stand in an address.

    It cannot when it is too deep for a socket, or holds characters that URLs give a meaning.
    """
    path = str(wanted / socket_name)
    if len(path) <= _LONGEST_PATH_BYTES and _SAFE_IN_AN_ADDRESS.fullmatch(path):
        return wanted
    return Path(tempfile.mkdtemp(prefix="skillmap-socket-", dir="/tmp"))


def free_port() -> int:
    """A TCP port of this machine that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
