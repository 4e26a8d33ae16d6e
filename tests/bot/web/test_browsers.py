import pytest

from bot.web.browsers import name_browser

MOZILLA = "Mozilla/5.0"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (
            f"{MOZILLA} (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
            "Firefox on Linux",
        ),
        (
            f"{MOZILLA} (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0",
            "Edge on Windows",
        ),
        (f"{MOZILLA} (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36", "Chrome on Android"),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 17 like Mac OS X) Safari/604.1", "Safari on iPhone"),
        (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15) Safari/605.1", "Safari on macOS"),
        ("curl/8.0", "An unknown browser"),
        ("", "An unknown browser"),
        ("<script>alert(1)</script>", "An unknown browser"),
    ],
)
def test_a_browser_has_a_name_that_people_know(header, name):
    assert name_browser(header) == name
