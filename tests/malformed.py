# SPDX-License-Identifier: AGPL-3.0-or-later
"""Requests that no browser sends by itself: the table from which every address is tried."""

import gzip
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.test import Client

Send = Callable[[Client, str], Any]

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "multipart/form-data; boundary=xyz"
PART = 'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'

# --- Instead of an argument of the address ------------------------------------------------------

ARGUMENTS = [
    "%00",
    "KIM-%00",
    "KIM-999999999999",
    "99999999999999999999",
    "9" * 5000,
    "-1",
    "0",
    "%FF%FE",
    "%F0%9F%98%80",
    "%ED%A0%80",
    "..%2F..%2Fetc%2Fpasswd",
    "'%20OR%201=1--",
    "%C2%A0",
    "x" * 3000,
    "%25s%25n",
    "{{7*7}}",
]


def addresses(path: str) -> Iterator[str]:
    """The address with each of these in place of its arguments."""
    if "<" in path:
        for value in ARGUMENTS:
            yield "/" + value.join(re.split(r"<[^>]+>", path))


# --- Questions ----------------------------------------------------------------------------------

QUERIES = [
    "q=%00",
    "q=%FF%FE%80",
    "q=" + "x" * 20_000,
    "&".join(f"f{number}=1" for number in range(2_000)),
    "seite=99999999999999999999&page=99999999999999999999",
    "seite=-1&page=-1&sort=-1&q=-1",
    "seite=abc&page=0.5&sort=__class__&order=;drop",
    "next=//elsewhere.example&next=javascript:1",
    "=&&&=%",
    "q[]=1&q[a][b]=2&sort[$ne]=1",
    "von=2026-99-99&bis=0000-00-00&woche=2026-W99&jahr=99999999999",
    "person=99999999999999999999&organisation=-5&fall=%27",
]
NAMES_OF_HEADERS: list[dict[str, str]] = [
    {"Accept-Language": "de" * 5_000 + ";q=x", "Accept": "\x7f"},
    {"Cookie": "sessionid=%00; csrftoken=" + "x" * 5_000},
    {"Host": "elsewhere.example"},
    {"HX-Request": "true", "HX-Current-URL": "\x7f://[", "HX-Target": "'"},
    {"If-Modified-Since": "yesterday", "Range": "bytes=9-1", "If-None-Match": '"' * 500},
    {"X-Forwarded-For": "' OR 1", "X-Forwarded-Proto": "gopher", "Forwarded": ";;;"},
]

# --- Forms --------------------------------------------------------------------------------------

VALUES = [
    "\0",
    "a\0b",
    "9" * 40,
    "-" + "9" * 40,
    "x" * 200_000,
    "2026-13-45",
    "31.02.99999",
    "\u202e\ufeff\ud7ff\U0010ffff",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "NaN",
    "1e400",
    "[]",
    "٣",
]


def _field(value: str) -> Send:
    """Every field of the page gets this value."""

    def send(client: Client, address: str) -> Any:
        return client.post(address, dict.fromkeys(names(client, address), value))

    return send


def names(client: Client, address: str) -> list[str]:
    """What the form of this page asks."""
    page = client.get(address)
    text = b"" if page.streaming else page.content
    found = re.findall(rb'name="([\w-]+)"', text)
    return [name.decode() for name in dict.fromkeys(found) if name != b"csrfmiddlewaretoken"] or ["text"]


def _body(content: bytes, content_type: str, **headers: str) -> Send:
    def send(client: Client, address: str) -> Any:
        return client.generic("POST", address, content, content_type, headers=headers)

    return send


def _multipart(*parts: str, end: str = "--xyz--\r\n") -> bytes:
    return "".join(f"--xyz\r\n{part}" for part in parts).encode() + end.encode()


def _get(query: str) -> Send:
    return lambda client, address: client.get(f"{address}?{query}")


def _headed(headers: dict[str, str]) -> Send:
    return lambda client, address: client.get(address, headers=headers)


def _method(method: str) -> Send:
    return lambda client, address: client.generic(method, address, b"x=1", FORM)


BODIES: list[tuple[bytes, str]] = [
    (_multipart(*(PART.format(name=f"f{n}", value=n) for n in range(3_000))), BOUNDARY),
    (_multipart(PART.format(name="text", value="x" * 5_000_000)), BOUNDARY),
    (_multipart(PART.format(name="text", value="x"), end=""), BOUNDARY),
    (_multipart(PART.format(name="a\0b", value="\0")), BOUNDARY),
    (_multipart('Content-Disposition: form-data; name="file"; filename="../../\0"\r\n\r\nx\r\n'), BOUNDARY),
    (_multipart('Content-Disposition: form-data; filename="x.pdf"\r\n\r\n%PDF\r\n'), BOUNDARY),
    (
        _multipart(
            *(
                f'Content-Disposition: form-data; name="f{n}"; filename="{n}.pdf"\r\n\r\nx\r\n'
                for n in range(300)
            )
        ),
        BOUNDARY,
    ),
    (_multipart("Content-Transfer-Encoding: base64\r\n" + PART.format(name="text", value="%%%")), BOUNDARY),
    (b"\r\n" * 1000, BOUNDARY),
    (b"x", "multipart/form-data"),
    (b"x", "multipart/form-data; boundary=" + "y" * 500),
    (b"--xyz\xff\xfe\r\n", "multipart/form-data; boundary=\u00e4"),
    (b"text=%00&text=%FF&text=%", FORM),
    (b"text=%E4", FORM + "; charset=utf-16"),
    (b"text=x", FORM + "; charset=nonsense"),
    (b"&".join(b"f%d=1" % n for n in range(3_000)), FORM),
    (b"text=" + b"x" * 5_000_000, FORM),
    (b"[" * 100_000, "application/json"),
    (b'{"a":' * 50_000, "application/json"),
    (b"\xff\xfe\x00", "application/json"),
    (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>', "text/xml"),
    (b"", ""),
    (b"\0" * 1000, "\u00e4/\0"),
]

REQUESTS: list[Send] = [
    *(_get(query) for query in QUERIES),
    *(_headed(headers) for headers in NAMES_OF_HEADERS),
    *(_field(value) for value in VALUES),
    *(_body(content, kind) for content, kind in BODIES),
    _body(gzip.compress(b"text=" + bytes(10_000_000)), FORM, **{"Content-Encoding": "gzip"}),
    _body(b"text=x", FORM, **{"Content-Length": "-1"}),
    *(_method(method) for method in ("PUT", "PATCH", "DELETE", "TRACE", "NONSENSE")),
]
