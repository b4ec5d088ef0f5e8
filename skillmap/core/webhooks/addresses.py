"""Where a call may go: the address is looked up, checked and connected to in one step.

A name may stand for another address a moment later, so nothing is checked ahead of time.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from skillmap.core.errors import DomainError

Address = IPv4Address | IPv6Address

LONGEST_URL = 500
_MOST_PLACES = 3  # addresses of one name that are tried

# What stands for an IPv4 address, or for a relay, is not public although its numbers look so.
_IN_DISGUISE = tuple(
    ip_network(text)
    for text in (
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64 of one's own
        "2001::/23",  # Teredo and other protocols
        "2002::/16",  # 6to4
        "fec0::/10",  # site-local
        "192.88.99.0/24",  # relays of 6to4
    )
)


class AddressRefused(DomainError):
    """Calls do not go there."""


def read_url(text: str) -> SplitResult:
    """The parts of an address that calls may be made to. Raises `AddressRefused`.

    `http` only leads to networks of one's own, which the settings name; that is seen when the
    connection is made.
    """
    fault = AddressRefused(_("Give the whole https address, without user and #."), field="url")
    if len(text) > LONGEST_URL or not text.isascii() or any(sign <= " " for sign in text):
        raise fault
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:
        raise fault from None
    schemes = {"https", "http"} if settings.WEBHOOK_NETWORKS else {"https"}
    if url.scheme not in schemes or not url.hostname or port == 0:
        raise fault
    if "@" in url.netloc or "#" in text or "\\" in text:
        raise fault
    return url


def connect(host: str, port: int, *, secure: bool, timeout: float) -> socket.socket:
    """A connection to this name, only at addresses where calls may go.

    Raises `AddressRefused` when one of its addresses is another, `OSError` when none answers.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    places = [place[:2] for *_kind, place in found]
    if not all(_is_open(ip_address(str(address)), secure=secure) for address, _port in places):
        raise AddressRefused(_("This leads to an address that calls may not go to."))
    failure: OSError | None = None
    for address, number in list(dict.fromkeys(places))[:_MOST_PLACES]:
        try:
            return socket.create_connection((str(address), int(number)), timeout)
        except OSError as error:
            failure = error
    raise failure or OSError(f"{host} has no address")


def _is_open(address: Address, *, secure: bool) -> bool:
    """May calls go to this address? Public ones take encrypted calls only."""
    if any(address in network for network in settings.WEBHOOK_NETWORKS):
        return True
    is_public = address.is_global and not address.is_multicast
    return secure and is_public and not any(address in network for network in _IN_DISGUISE)
