"""`trussbot login`: a link that signs the owner in, written beside a running Truss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from bot.bootstrap.signing_in import open_sign_in
from bot.commands.run import print_owner_link
from core.errors import InvalidInput

if TYPE_CHECKING:
    from config.settings import Settings


async def run_login(settings: Settings) -> int:
    """Print a fresh link; whoever may write the workspace is its owner."""
    async with open_sign_in(settings, page_url=_find_page(settings)) as sign_in:
        print_owner_link(await sign_in.make_owner_link(), Console())
    return 0


def _find_page(settings: Settings) -> str:
    if settings.public_url:
        return settings.public_url
    if not settings.web_port:
        raise InvalidInput(
            "TRUSS_WEB_PORT is 0, so nobody knows where the page is; name its port with --port."
        )
    host = settings.web_host
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - it binds none
        host = "127.0.0.1"
    return (
        f"http://[{host}]:{settings.web_port}"
        if ":" in host
        else f"http://{host}:{settings.web_port}"
    )
