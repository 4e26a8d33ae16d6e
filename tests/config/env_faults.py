"""Twenty and some files `.env` that cannot work, each with words that its sentence must have."""

from __future__ import annotations

from typing import Final

FAULTS: Final[dict[str, tuple[bytes, tuple[str, ...]]]] = {
    "a name with a letter missing": (
        b"TRUSS_DISCORD_TOKN=a.b.c",
        ("TRUSS_DISCORD_TOKN", "line 1", "TRUSS_DISCORD_TOKEN"),
    ),
    "a name of nothing": (b"\n\nTRUSS_ZEBRA=1", ("TRUSS_ZEBRA", "line 3", "remove it")),
    "a name in a group": (
        b"TRUSS_SPIKE__TRESHOLD=5",
        ("TRUSS_SPIKE__TRESHOLD", "TRUSS_SPIKE__THRESHOLD"),
    ),
    "a colon": (b"TRUSS_WEB_PORT: 80", ("line 1", "TRUSS_WEB_PORT", "NAME=value")),
    "no sign at all": (b"# mine\nTRUSS_GEMINI_API_KEY abc", ("line 2", "NAME=value")),
    "a name alone": (b"TRUSS_LOG_JSON", ("TRUSS_LOG_JSON", "without a value")),
    "an open quotation": (b'TRUSS_BUCKET="clips\nTRUSS_WEB_PORT=1', ("line 1", "quotation")),
    "another encoding": (b"TRUSS_BUCKET=\xe4\xf6\xfc", ("UTF-8",)),
    "Windows' Unicode": ("TRUSS_WEB_PORT=1".encode("utf-16"), ("UTF-16",)),
    "no end": (b"TRUSS_GRACE_SECONDS=inf", ("TRUSS_GRACE_SECONDS=inf", "from 0 to")),
    "no number": (b"TRUSS_RETRY_SECONDS=nan", ("TRUSS_RETRY_SECONDS=nan", "from 0 to 3600")),
    "less than nothing": (b"TRUSS_SWEEP_SECONDS=-5", ("TRUSS_SWEEP_SECONDS=-5", "out of range")),
    "huge": (b"TRUSS_GRACE_SECONDS=1e300", ("TRUSS_GRACE_SECONDS", "out of range")),
    "a port too far": (b"TRUSS_WEB_PORT=70000", ("TRUSS_WEB_PORT=70000", "from 0 to 65535")),
    "a port in words": (b"TRUSS_WEB_PORT=http", ("TRUSS_WEB_PORT=http", "whole number")),
    "half a clip": (b"TRUSS_RENDERS_AT_ONCE=1.5", ("TRUSS_RENDERS_AT_ONCE=1.5", "from 1 to 16")),
    "a number in a group": (b"TRUSS_GEMINI__ATTEMPTS=often", ("TRUSS_GEMINI__ATTEMPTS=often",)),
    "a whole group": (b"TRUSS_SPIKE=5", ("TRUSS_SPIKE is a group", "TRUSS_SPIKE__")),
    "a whole group in words": (b"TRUSS_SPIKE=often", ("TRUSS_SPIKE is a group",)),
    "a limit of a group": (b"TRUSS_CLIP_CALLS__VIEWERS=-1", ("viewers must be 1 to 1000",)),
    "perhaps": (b"TRUSS_LOG_JSON=perhaps", ("TRUSS_LOG_JSON=perhaps", "true or false")),
    "a level": (b"TRUSS_LOG_LEVEL=loud", ("TRUSS_LOG_LEVEL=loud", "debug, info")),
    "half an address": (b"TRUSS_PUBLIC_URL=clips.example", ("TRUSS_PUBLIC_URL", "whole URL")),
    "a socket by HTTP": (b"TRUSS_TWITCH_IRC_URL=https://x.example", ("wss://",)),
    "a URL for a host": (b"TRUSS_WEB_HOST=http://localhost", ("TRUSS_WEB_HOST", "without http")),
    "a port in a host": (b"TRUSS_SMTP_HOST=mail.example:465", ("TRUSS_SMTP_PORT",)),
    "no network": (b"TRUSS_PROXIES=nginx", ("TRUSS_PROXIES", "10.0.0.0/8")),
    "a secret with a blank": (b"TRUSS_DISCORD_TOKEN=Bot a.b.c", ("TRUSS_DISCORD_TOKEN", "blank")),
    "a secret of the example": (
        b"TRUSS_GEMINI_API_KEY=<your key>",
        ("TRUSS_GEMINI_API_KEY", "copy it again"),
    ),
    "clever quotes": (
        "TRUSS_TWITCH_CLIENT_SECRET=“abc”".encode(),
        ("TRUSS_TWITCH_CLIENT_SECRET", "quotation mark"),
    ),
    "an address without its place": (b"TRUSS_TWITCH_VIDEO_ADDRESS=https://x", ("{video_id}",)),
    "a file for a folder": (b"TRUSS_PUBLISH_FOLDER=.env", ("TRUSS_PUBLISH_FOLDER", "not a folder")),
    "a folder of nobody": (b"TRUSS_HOME=~nobody-is-called-so/x", ("TRUSS_HOME", "not a folder")),
    "an address with another place": (
        b"TRUSS_TWITCH_STREAM_ADDRESS=https://x/{login}/{name}",
        ("TRUSS_TWITCH_STREAM_ADDRESS", "other braces"),
    ),
    "hyphens in a name": (b"TRUSS-WEB-PORT=80", ("TRUSS-WEB-PORT", "TRUSS_WEB_PORT")),
    "a dot in a name": (b"truss.home=/tmp", ("truss.home", "line 1", "TRUSS_HOME")),
    "a character of no text": (b"\nTRUSS_BUCKET=a\0b", ("Line 2", "write the line again")),
    "a unit": (b"TRUSS_LEASE_SECONDS=60s", ("TRUSS_LEASE_SECONDS=60s", "from 1 to 3600")),
    "a comma of thousands": (b"TRUSS_RING_MEGABYTES=1,000", ("whole number", "1000000")),
    "a note without a blank": (b"TRUSS_WEB_PORT=80#mine", ("TRUSS_WEB_PORT=80#mine",)),
    "two on a line": (b"TRUSS_WEB_PORT=80 TRUSS_LOG_JSON=true", ("TRUSS_WEB_PORT=80",)),
    "a role of no process": (b"TRUSS_ROLES=web,wrok", ("TRUSS_ROLES", "wrok", "work")),
    "a network with a host": (b"TRUSS_PROXIES=10.0.0.1/8", ("TRUSS_PROXIES", "10.0.0.0/8")),
    "a creator with a sign": (b"TRUSS_CREATOR_ID=a#b", ("TRUSS_CREATOR_ID=a#b", "letters")),
    "a token for a header": (b"TRUSS_METRICS_TOKEN=a b", ("TRUSS_METRICS_TOKEN", "blank")),
    "no e-mail address": (b"TRUSS_OWNER_EMAIL=me", ("TRUSS_OWNER_EMAIL=me", "you@example.org")),
}
NOT_OURS: Final = ("Input ", "pydantic", "Value error", "validat", "Traceback", "pattern", "LAX")
