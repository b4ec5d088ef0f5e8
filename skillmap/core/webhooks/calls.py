"""One call: a POST that is answered with a status within a few seconds, or has failed."""

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from threading import Timer
from time import monotonic
from urllib.parse import SplitResult

from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from skillmap.core.webhooks.addresses import AddressRefused, connect, read_url

WAIT_SECONDS = 5.0  # for the connection, and for each piece of an answer
CALL_SECONDS = 15.0  # for all of it, however slowly the pieces come


@dataclass(frozen=True)
class Answer:
    """What came of a call: the status, or None and why there was none."""

    status: int | None
    milliseconds: int
    fault: str = ""

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class _Plain(HTTPConnection):
    """Goes only where calls may go, and can be cut at any moment.

    The host's name stays in `Host` and in the check of the certificate. A copy of the socket cuts
    the line even while TLS has taken the socket over.
    """

    is_secure = False
    is_cut = False
    _line: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        sock = connect(self.host, self.port, secure=self.is_secure, timeout=WAIT_SECONDS)
        self._line = sock.dup()
        if self.is_cut:
            self.cut()
        return sock

    def cut(self) -> None:
        self.is_cut = True
        if self._line is not None:
            with suppress(OSError):  # it was cut from the other side
                self._line.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        self.close()
        if self._line is not None:
            self._line.close()


class _Secure(_Plain, HTTPSConnection):
    is_secure = True


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send a body and read the status. Redirects are not followed, the answer's body not read."""
    began = monotonic()
    status, fault = None, ""
    try:
        status = _exchange(url, body, headers)
    except AddressRefused as error:
        fault = error.message
    except ssl.SSLCertVerificationError as error:
        fault = _("Its certificate is not valid: %(why)s") % {"why": error.verify_message}
    except TimeoutError:
        fault = _("No answer in time.")
    except (OSError, HTTPError, HTTPException, ValueError):
        fault = _("No connection, or no answer that is HTTP.")
    return Answer(status, round((monotonic() - began) * 1000), fault)


def _exchange(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    parts = read_url(url)
    connection = _connection(parts)
    guard = Timer(CALL_SECONDS, connection.cut)
    guard.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, headers, preload_content=False)
        status = connection.getresponse().status
    except (OSError, HTTPError, HTTPException):
        if not connection.is_cut:
            raise
    finally:
        guard.cancel()
        connection.end()
    if connection.is_cut:  # what was read before that may be half an answer
        raise TimeoutError
    return status


def _connection(parts: SplitResult) -> _Plain:
    host = parts.hostname or ""
    if parts.scheme == "http":
        return _Plain(host, parts.port or 80, timeout=WAIT_SECONDS)
    return _Secure(host, parts.port or 443, timeout=WAIT_SECONDS, ssl_context=_trust())


@cache
def _trust() -> ssl.SSLContext:
    """The certificates that this machine trusts."""
    return ssl.create_default_context()
