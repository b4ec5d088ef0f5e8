"""One call: where it may go, how long it may take, and what it takes for an answer."""

import datetime as dt
import socket
import ssl
from ipaddress import ip_address, ip_network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from skillmap.core.webhooks import addresses, calls
from skillmap.core.webhooks.addresses import AddressRefused, read_url
from tests.receiver import raw_server, receiver

HEADERS = {"webhook-id": "msg_1"}
REFUSED = "This leads to an address that calls may not go to."
LATE = "No answer in time."
HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture(autouse=True)
def _networks(settings):
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(calls, "WAIT_SECONDS", 0.3)
    monkeypatch.setattr(calls, "CALL_SECONDS", 0.6)


def stands_for(monkeypatch, *found):
    """Let every name stand for these addresses, and keep where connections go."""
    went = []
    real = socket.create_connection

    def look_up(host, port, *_options, **_named):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    def connect(address, timeout):
        went.append(address[0])
        if not ip_address(address[0]).is_loopback:
            raise ConnectionRefusedError
        return real(address, timeout)

    monkeypatch.setattr(addresses.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(addresses.socket, "create_connection", connect)
    return went


def test_a_call_arrives_as_it_was_sent():
    with receiver() as target:
        answer = calls.post(f"{target.url}?a=1", b"{}", HEADERS)
        (request,) = target.requests
    assert (answer.status, answer.is_good, answer.fault) == (200, True, "")
    assert (request.path, request.body) == ("/hook?a=1", b"{}")
    assert request.headers["host"] == f"127.0.0.1:{target.port}"
    assert request.headers["webhook-id"] == "msg_1"


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 410, 500, 503])
def test_other_answers_are_no_good_and_redirects_lead_nowhere(status):
    with receiver() as target:
        target.statuses = [status]
        answer = calls.post(target.url, b"{}", HEADERS)
        assert len(target.requests) == 1
    assert (answer.status, answer.is_good) == (status, False)


def hang(_visitor, ended):
    ended.wait(30)


def drip(visitor, ended):
    """One more byte of a header that never ends, again and again."""
    visitor.sendall(HEAD + b"X: ")
    while not ended.wait(0.05):
        visitor.sendall(b"x")


def flood(visitor, ended):
    visitor.sendall(HEAD)
    while not ended.is_set():
        visitor.sendall(b"X: " + b"x" * 100_000)


def endless_body(visitor, ended):
    visitor.sendall(HEAD + b"\r\n")
    while not ended.is_set():
        visitor.sendall(b"x" * 100_000)


def say_nothing(visitor, _ended):
    visitor.shutdown(socket.SHUT_RDWR)


def speak_otherwise(visitor, _ended):
    visitor.sendall(b"220 mail.example ESMTP\r\n")


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("behave", [hang, drip])
def test_a_target_that_hangs_is_left(impatient, scheme, behave):
    with raw_server(behave) as port:
        answer = calls.post(f"{scheme}://127.0.0.1:{port}/", b"{}", HEADERS)
    assert answer.status is None
    if (scheme, behave) != ("https", drip):  # plain text instead of TLS is seen at once
        assert answer.fault == LATE


def test_a_greeting_that_never_ends_is_cut(impatient):
    """Bytes of a TLS record keep coming, so no single wait is too long."""

    def greet_slowly(visitor, ended):
        visitor.sendall(b"\x16\x03\x03\x40\x00")
        while not ended.wait(0.05):
            visitor.sendall(b"\x02")

    with raw_server(greet_slowly) as port:
        answer = calls.post(f"https://127.0.0.1:{port}/", b"{}", HEADERS)
    assert (answer.status, answer.fault) == (None, LATE)


@pytest.mark.parametrize("behave", [flood, say_nothing, speak_otherwise])
def test_what_is_no_answer_is_a_failure(behave):
    with raw_server(behave) as port:
        answer = calls.post(f"http://127.0.0.1:{port}/", b"{}", HEADERS)
    assert (answer.status, answer.is_good) == (None, False)
    assert answer.fault == "No connection, or no answer that is HTTP."


def test_the_body_of_an_answer_is_not_read(impatient):
    with raw_server(endless_body) as port:
        assert calls.post(f"http://127.0.0.1:{port}/", b"{}", HEADERS).is_good


def certificate(folder, name):
    """A certificate for this name, signed by itself, and the context of a server that shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, SHA256())
    )
    path = folder / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return path, context


def test_the_name_is_kept_in_greeting_host_and_certificate(monkeypatch, tmp_path):
    path, context = certificate(tmp_path, "receiver.example")
    trust = ssl.create_default_context(cafile=path)
    monkeypatch.setattr(calls, "_trust", lambda: trust)
    went = stands_for(monkeypatch, "127.0.0.1")
    names, requests = [], []
    context.sni_callback = lambda _socket, name, _context: names.append(name)

    def answer(visitor, _ended):
        with context.wrap_socket(visitor, server_side=True) as secure:
            requests.append(b"")
            while not requests[-1].endswith(b"{}"):
                requests[-1] += secure.recv(4096)
            secure.sendall(HEAD + b"\r\n")

    with raw_server(answer) as port:
        good = calls.post(f"https://receiver.example:{port}/", b"{}", HEADERS)
    with raw_server(answer) as port:
        other = calls.post(f"https://other.example:{port}/", b"{}", HEADERS)
    assert good.is_good, good.fault
    assert names == ["receiver.example", "other.example"]
    assert b"\r\nHost: receiver.example:" in requests[0]
    assert went == ["127.0.0.1", "127.0.0.1"]
    assert other.status is None
    assert other.fault.startswith("Its certificate is not valid: ")
    assert len(requests) == 1


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 - where calls must not go
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.0.1",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "2001:0:7f00:1::",
        "2002:7f00:1::",
        "2001:db8::1",
        "fc00::1",
        "fe80::1",
        "fe80::1%1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_addresses_that_are_not_public_are_refused(monkeypatch, settings, address):
    settings.WEBHOOK_NETWORKS = []
    went = stands_for(monkeypatch, "8.8.8.8", address)
    answer = calls.post("https://receiver.example/", b"{}", HEADERS)
    assert (answer.status, answer.fault) == (None, REFUSED)
    assert went == []


def test_a_public_address_is_called_and_only_by_https(monkeypatch):
    went = stands_for(monkeypatch, "8.8.8.8", "2606:4700::1")
    calls.post("https://receiver.example/", b"{}", HEADERS)
    assert went == ["8.8.8.8", "2606:4700::1"]  # the very ones that were checked, in turn
    assert calls.post("http://receiver.example/", b"{}", HEADERS).fault == REFUSED
    assert len(went) == 2


def test_a_name_with_many_addresses_does_not_keep_us(monkeypatch):
    went = stands_for(monkeypatch, *(f"8.8.8.{place}" for place in range(50)))
    calls.post("https://receiver.example/", b"{}", HEADERS)
    assert len(went) == 3


def test_numbers_written_otherwise_are_looked_up_too(settings):
    settings.WEBHOOK_NETWORKS = []
    for host in ("localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]"):
        assert calls.post(f"https://{host}/", b"{}", HEADERS).fault == REFUSED, host


@pytest.mark.parametrize(
    "url",
    [
        "",
        "receiver.example",
        "//receiver.example/",
        "ftp://receiver.example/",
        "file:///etc/passwd",
        "https://",
        "https:///hook",
        "https://user:word@receiver.example/",
        "https://receiver.example/#part",
        "https://receiver.example:0/",
        "https://receiver.example:70000/",
        "https://receiver.example:x/",
        "https://receiver.example/\r\nHost: other",
        "https://receiver.example/a b",
        "https://[::1/",
        "https://receiver.example\\@other.example/",
        "https://réceiver.example/",
        "https://receiver.example/" + "x" * 500,
    ],
)
def test_addresses_that_nobody_should_call_are_refused(url):
    with pytest.raises(AddressRefused) as refused:
        read_url(url)
    assert refused.value.field == "url"


def test_plain_http_needs_networks_of_ones_own(settings):
    assert read_url("http://receiver.example/hook").hostname == "receiver.example"
    settings.WEBHOOK_NETWORKS = []
    with pytest.raises(AddressRefused):
        read_url("http://receiver.example/hook")
