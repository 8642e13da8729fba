"""Origins as browsers send them."""

import pytest

from index.errors import InvalidFieldError
from service.wire.tokens import origin_of


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://news.example", "https://news.example"),
        (" HTTPS://News.Example:443 ", "https://news.example"),
        ("http://localhost:80", "http://localhost"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://[::1]:3000", "https://[::1]:3000"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(written: str, sent: str) -> None:
    assert origin_of(written) == sent


@pytest.mark.parametrize(
    "written",
    [
        "",
        "*",
        "null",
        "news.example",
        "https://",
        "https://*.example",
        "https://news.example/",
        "https://news.example/page",
        "https://user@news.example",
        "https://news.example?q",
        "ftp://news.example",
        "javascript:alert(1)",
        "https://news.example\r\nx: y",
        "https://bücher.example",
        "https://" + "a" * 400,
    ],
)
def test_what_is_no_origin_is_refused(written: str) -> None:
    with pytest.raises(InvalidFieldError, match="is not an origin"):
        origin_of(written)
