"""A mail server on loopback: it takes messages, or refuses them, and keeps what it took."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass(slots=True, kw_only=True)
class _Talk:
    """How far a client has come."""

    is_known: bool
    sender: str = ""
    recipient: str = ""
    is_over: bool = False


@dataclass(slots=True)
class LoopbackSmtp:
    """As much of RFC 5321 as a client needs; with an `account`, who signs in may send."""

    port: int = 0
    account: tuple[str, str] | None = None
    refuses_recipients: bool = False
    is_mute: bool = False
    messages: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, str]] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = _Talk(is_known=self.account is None)
        greeting = [] if self.is_mute else [b"220 loopback\r\n"]
        writer.writelines(greeting)
        while greeting and not talk.is_over:
            line = (await reader.readline()).decode().strip()
            verb, _, rest = line.partition(" ")
            writer.write(f"{self._answer(talk, verb.upper(), rest)}\r\n".encode())
            if verb.upper() == "DATA":
                self.messages.append(_read(await reader.readuntil(b"\r\n.\r\n")))
                self.envelopes.append((talk.sender, talk.recipient))
                writer.write(b"250 taken\r\n")
        await writer.drain()
        writer.close()

    def _answer(self, talk: _Talk, verb: str, rest: str) -> str:
        match verb:
            case "EHLO":
                return "250-loopback\r\n250 " + ("AUTH PLAIN" if self.account else "8BITMIME")
            case "AUTH":
                talk.is_known = self._is_account(rest)
                return "235 in" if talk.is_known else "535 wrong"
            case "MAIL":
                talk.sender = rest
                return "250 ok" if talk.is_known else "530 sign in first"
            case "RCPT":
                talk.recipient = rest
                return "550 nobody" if self.refuses_recipients else "250 ok"
            case "DATA":
                return "354 go on"
            case "QUIT" | "":
                talk.is_over = True
                return "221 bye"
            case _:
                return "250 ok"

    def _is_account(self, rest: str) -> bool:
        _, user, password = base64.b64decode(rest.rpartition(" ")[2]).decode().split("\0")
        return (user, password) == self.account


def _read(body: bytes) -> EmailMessage:
    message = message_from_bytes(body[:-5], policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@asynccontextmanager
async def open_smtp() -> AsyncIterator[LoopbackSmtp]:
    smtp = LoopbackSmtp()
    server = await asyncio.start_server(smtp.serve, "127.0.0.1", 0)
    smtp.port = server.sockets[0].getsockname()[1]
    try:
        yield smtp
    finally:
        server.close()
