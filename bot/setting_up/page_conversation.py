"""The conversation on a page: one question at a time, for the one browser that opened the link."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import escape
from http import HTTPStatus
from socket import socket
from typing import Final

from aiohttp import web

from bot.setting_up.conversation import ANSWER_CHARACTERS_MAX, STOP, Conversation, Stopped

COOKIE: Final = "truss_setup"
HOSTS: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
BODY_BYTES_MAX: Final = 16 * 1024
_END_SECONDS: Final = 3.0
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_ADDRESS: Final = re.compile(r"https?://(?:(?!&lt;|&gt;|&quot;)[^\s<>])+?(?=[.,;:)]*(?:\s|$))")
_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Set-up · Truss</title>{refresh}
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:1.5rem auto;padding:0 1rem}}
pre{{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}}
input{{font:inherit;width:100%;padding:.5rem;box-sizing:border-box}}
button{{font:inherit;margin:.75rem .5rem 0 0;padding:.5rem 1rem}}</style></head>
<body><h1>Set-up</h1><main><pre>{said}</pre>{form}</main></body></html>
"""
_FORM: Final = """<form method="post" autocomplete="off"><label for="answer">{question}</label>
<input id="answer" name="answer" type="{kind}" maxlength="{most}" autofocus>
<input type="hidden" name="number" value="{number}">
<button name="do" value="answer">Go on</button><button name="do" value="stop">Stop here</button>
</form>"""


class PageConversation:
    """Shows what is said since the last answer, and waits for the form."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(32)
        self._cookie = secrets.token_urlsafe(32)
        self._is_opened = False
        self._said: list[str] = []
        self._question: tuple[str, bool] | None = None
        self._number = 0
        self._answer: asyncio.Future[str] | None = None
        self._is_over = False
        self._has_shown_end = asyncio.Event()

    def say(self, text: str = "") -> None:
        self._said.append(text)

    async def ask(self, question: str, *, is_secret: bool = False) -> str:
        self._question = (question, is_secret)
        self._number += 1
        self._answer = asyncio.get_running_loop().create_future()
        try:
            answer = await self._answer
        finally:
            self._question, self._answer = None, None
        self._said.clear()
        if answer.lower() == STOP:
            raise Stopped
        return answer

    async def finish(self) -> None:
        """Let the browser see the end before the page goes."""
        self._is_over = True
        try:
            async with asyncio.timeout(_END_SECONDS):
                await self._has_shown_end.wait()
        except TimeoutError:
            pass

    def make_app(self) -> web.Application:
        app = web.Application(client_max_size=BODY_BYTES_MAX)
        app.router.add_get("/setup/{token}", self._open)
        app.router.add_get("/setup", self._show)
        app.router.add_post("/setup", self._take)
        return app

    async def _open(self, request: web.Request) -> web.Response:
        """Let the first browser in that has the link; the link is used up by that."""
        _check_host(request)
        is_right = secrets.compare_digest(request.match_info["token"].encode(), self.token.encode())
        if self._is_opened or not is_right:
            raise web.HTTPForbidden(
                text="This link was used already, or never existed; start trussbot setup again.\n"
            )
        self._is_opened = True
        response = web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": "/setup"})
        response.set_cookie(COOKIE, self._cookie, httponly=True, samesite="Strict", path="/setup")
        return response

    async def _show(self, request: web.Request) -> web.Response:
        self._check(request)
        if self._is_over:
            self._has_shown_end.set()
        is_waiting = self._question is None and not self._is_over
        form = ""
        if self._question is not None:
            question, is_secret = self._question
            form = _FORM.format(
                question=escape(question),
                kind="password" if is_secret else "text",
                most=ANSWER_CHARACTERS_MAX,
                number=self._number,
            )
        text = _PAGE.format(
            refresh='<meta http-equiv="refresh" content="1">' if is_waiting else "",
            said=show_text("\n".join(self._said)),
            form=form,
        )
        return web.Response(text=text, content_type="text/html", headers=_HEADERS)

    async def _take(self, request: web.Request) -> web.Response:
        self._check(request)
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
            raise web.HTTPForbidden(text="Answers are taken from this page only.\n")
        form = await request.post()
        answer = STOP if form.get("do") == "stop" else str(form.get("answer", "")).strip()
        # What is sent twice, or from a page that is over, must not answer the next question.
        is_current = form.get("number") == str(self._number)
        if is_current and self._answer is not None and not self._answer.done():
            self._answer.set_result(answer[:ANSWER_CHARACTERS_MAX])
        return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": "/setup"})

    def _check(self, request: web.Request) -> None:
        _check_host(request)
        given = request.cookies.get(COOKIE, "").encode(errors="replace")
        if not (self._is_opened and secrets.compare_digest(given, self._cookie.encode())):
            raise web.HTTPForbidden(text="Open the link that the terminal shows.\n")


@asynccontextmanager
async def serve_conversation(talk: PageConversation, listener: socket) -> AsyncIterator[None]:
    """Serve the page while the block runs, and its end a moment longer."""
    runner = web.AppRunner(talk.make_app(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    try:
        yield
        await talk.finish()
    finally:
        await runner.cleanup()


def show_text(text: str) -> str:
    """Return text as HTML, in which addresses can be followed."""
    return _ADDRESS.sub(
        r'<a href="\g<0>" target="_blank" rel="noopener noreferrer">\g<0></a>', escape(text)
    )


def _check_host(request: web.Request) -> None:
    """Answer to names of this machine alone: another name may be somebody's trick."""
    name = request.host.rpartition(":")[0] if request.host[-1:].isdigit() else request.host
    if (name or request.host) not in HOSTS:
        raise web.HTTPMisdirectedRequest(
            text="Open this page by the address that the terminal shows.\n"
        )


_: type[Conversation] = PageConversation
