from ipaddress import ip_address, ip_network

import pytest

from core.domain.videos.web_address import (
    NOT_PUBLIC,
    WRONG_PORT,
    find_address_problem,
    read_web_address,
)
from core.errors import InvalidInput

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@pytest.mark.parametrize(
    ("url", "host", "port", "file_name"),
    [
        ("https://example.org/a/My%20video.mp4?sig=1", "example.org", 443, "My video.mp4"),
        ("  http://EXAMPLE.org:8080 ", "example.org", 8080, ""),
        ("https://[2606:4700::1]/v.mkv", "2606:4700::1", 443, "v.mkv"),
        ("http://example.org/%2e%2e%2fpasswd", "example.org", 80, "passwd"),
        ("http://example.org/..", "example.org", 80, ".."),
    ],
)
def test_an_address_says_whom_to_ask_and_what_the_file_is_called(url, host, port, file_name):
    address = read_web_address(url)

    assert (address.host, address.port, address.file_name) == (host, port, file_name)
    assert address.origin == f"{address.scheme}://{host}:{port}"


def test_what_an_address_carries_is_not_shown():
    """A signed address opens a file; it does not belong into a log."""
    assert "secret" not in repr(read_web_address("https://example.org/v.mp4?signature=secret"))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "not a web address"),
        ("video.mp4", "not a web address"),
        ("file:///etc/passwd", "not a web address"),
        ("ftp://example.org/v.mp4", "not a web address"),
        ("gopher://example.org", "not a web address"),
        ("https://", "not a web address"),
        ("https://exa mple.org/", "not a web address"),
        ("https://example.org\\@10.0.0.1/", "not a web address"),
        ("https://example.org:99999/", "not a web address"),
        ("https://example.org:0/", "not a web address"),
        ("https://[::1/", "not a web address"),
        ("https://example.org/\x00", "not a web address"),
        ("https://example.org/\r\nHost: x", "not a web address"),
        ("https://ada:pw@example.org/v.mp4", "password"),
        ("https://ada@example.org/v.mp4", "password"),
        ("https://@example.org/v.mp4", "password"),
        ("https://example.org/" + "a" * 2048, "2048 characters"),
    ],
)
def test_what_is_no_address_is_refused_in_a_sentence(url, words):
    with pytest.raises(InvalidInput, match=words):
        read_web_address(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",  # noqa: S104 - it is refused here
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",  # the metadata of most clouds
        "169.254.170.2",  # the credentials of containers at Amazon
        "100.64.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2001:0:1::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "no address",
    ],
)
def test_what_is_not_public_is_never_asked(address):
    assert find_address_problem(address, 443, ()) == NOT_PUBLIC


EMBEDDINGS = {
    "mapped": "::ffff:{hex}",
    "translated without state (SIIT)": "::ffff:0:{hex}",
    "compatible": "::{hex}",
    "NAT64": "64:ff9b::{hex}",
    "6to4": "2002:{hex}::1",
}
ALWAYS_REFUSED = {
    "local NAT64": "64:ff9b:1::{hex}",
    "Teredo server": "2001:0:{hex}::1",
    "Teredo client": "2001:0:101:101::{inverted}",
}


def write_hex(address, flip=0):
    number = int(ip_address(address)) ^ flip
    return f"{number >> 16:x}:{number & 0xFFFF:x}"


@pytest.mark.parametrize("embedding", EMBEDDINGS.values(), ids=EMBEDDINGS)
@pytest.mark.parametrize(
    ("embedded", "problem"),
    [
        ("127.0.0.1", NOT_PUBLIC),
        ("10.1.2.3", NOT_PUBLIC),
        ("172.20.0.1", NOT_PUBLIC),
        ("192.168.1.1", NOT_PUBLIC),
        ("169.254.169.254", NOT_PUBLIC),
        ("100.64.0.1", NOT_PUBLIC),
        ("224.0.0.1", NOT_PUBLIC),
        ("1.1.1.1", None),
    ],
)
def test_an_ipv6_address_is_judged_by_the_ipv4_address_in_it(embedding, embedded, problem):
    """A router that translates would lead into the private network that it names."""
    address = embedding.format(hex=write_hex(embedded))

    assert find_address_problem(address, 443, ()) == problem


@pytest.mark.parametrize("embedding", ALWAYS_REFUSED.values(), ids=ALWAYS_REFUSED)
@pytest.mark.parametrize("embedded", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "1.1.1.1"])
def test_tunnels_and_local_translations_are_never_asked(embedding, embedded):
    given = {"hex": write_hex(embedded), "inverted": write_hex(embedded, flip=0xFFFFFFFF)}

    assert find_address_problem(embedding.format(**given), 443, ()) == NOT_PUBLIC


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700::1", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_what_is_public_is_asked_at_the_ports_of_the_web(address):
    assert find_address_problem(address, 80, ()) is None
    assert find_address_problem(address, 443, ()) is None
    assert find_address_problem(address, 22, ()) == WRONG_PORT


@pytest.mark.parametrize(
    ("address", "port", "is_asked"),
    [
        ("127.0.0.1", 9000, True),
        ("::ffff:127.0.0.1", 80, True),  # it stands for 127.0.0.1
        ("::1", 9000, True),
        ("10.0.0.1", 80, False),
        ("169.254.169.254", 80, False),
        ("1.1.1.1", 9000, False),
    ],
)
def test_a_network_that_the_operator_opened_is_asked_at_any_port(address, port, is_asked):
    assert (find_address_problem(address, port, LOOPBACK) is None) is is_asked
