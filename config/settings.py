"""Settings: every environment variable, typed, with its default and its unit."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from core.domain.chat.chat_spike import SpikeTuning
from core.domain.chat.clip_calls import ClipCallTuning
from core.domain.videos.model_tuning import ModelTuning, find_tuning_problem
from core.domain.videos.moment import CLIP_SECONDS_MAX
from core.errors import InvalidInput

CLIP_SECONDS_LEAST = 10.0
TUNING_MAX = 1e6


class Settings(BaseSettings):
    """Everything that differs between machines; prefix `TRUSS_`, nested fields after `__`."""

    model_config = SettingsConfigDict(
        env_prefix="TRUSS_",
        env_nested_delimiter="__",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    home: Path = Field(Path("var"), description="the folder that holds everything Truss writes")
    creator_id: str = Field(
        "local",
        pattern=r"^[A-Za-z0-9_-]{1,64}$",
        description="whose workspace `trussbot run` opens",
    )
    web_host: str = Field("127.0.0.1", description="the address the web page listens on")
    web_port: int = Field(
        8080, ge=0, le=65535, description="the port of the web page; 0 picks a free one"
    )
    demo_public: bool = Field(
        False, description="true serves the demo, without a sign-in, to whoever reaches the page"
    )
    public_url: str = Field("", description="the page's public URL, if not host and port")
    proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        (),
        description="networks of proxies whose X-Forwarded-For is believed, for limits alone",
    )
    metrics_token: SecretStr = Field(
        SecretStr(""), description="what Prometheus brings to /metrics; empty shows it to nobody"
    )
    metrics_on_loopback: bool = Field(
        False, description="true shows /metrics to programs on this machine without a token"
    )
    fetch_allowed_networks: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        (), description="non-public networks that users' URLs may point to, comma-separated"
    )
    upload_megabytes_max: int = Field(
        20480, ge=1, le=10**6, description="the largest video people may add, in MiB"
    )
    creator_gigabytes_max: int = Field(
        500,
        ge=0,
        le=10**6,
        description="how much video one creator may have here, in GiB; 0 sets no limit",
    )
    ffmpeg: str = Field(
        "", description="path of ffmpeg; empty uses one from PATH or the bundled one"
    )
    mix_sound_tracks: bool = Field(
        False, description="true mixes all audible sound tracks; else the default one is heard"
    )
    whisper_model: str = Field(
        "",
        description="your own faster-whisper model, folder or name; empty uses `words`, `off` none",
    )
    whisper_language: str = Field(
        "",
        pattern=r"^([a-z]{2,3})?$",
        description="the spoken language, as in en; empty detects it",
    )
    publish_folder: Path | None = Field(
        None,
        description="the folder approved clips are published to; empty is `published` in the home",
    )
    table: str = Field(
        "",
        pattern=r"^([A-Za-z0-9_.-]{3,255})?$",
        description="the DynamoDB table; empty stores everything in SQLite in the home",
    )
    bucket: str = Field("", description="the S3 bucket for videos; empty stores them in the home")
    cache_megabytes: int = Field(
        4096, ge=0, description="how much of the bucket this machine may cache, in MiB"
    )
    kms_key_id: str = Field(
        "", description="the KMS key that seals platform tokens; empty is a key file in the home"
    )
    credentials_refresh_seconds: int = Field(
        900, ge=1, le=3600, description="how long before AWS credentials expire they are renewed"
    )
    chat_days: int = Field(
        90, ge=1, le=3650, description="how long what was heard in chats is kept, in days"
    )
    ring_megabytes: int = Field(
        600, ge=10, description="how much of each live stream is kept on disk for cutting, in MiB"
    )
    renders_at_once: int = Field(1, ge=1, le=16, description="how many clips are rendered at once")
    grace_seconds: float = Field(
        60.0, ge=0, description="how long an approval can be taken back before the clip goes out"
    )
    lease_seconds: float = Field(
        30.0, ge=1, le=3600, allow_inf_nan=False, description="when a silent worker counts as dead"
    )
    retry_seconds: float = Field(
        5.0,
        ge=0,
        le=3600,
        allow_inf_nan=False,
        description="the wait before the first retry; it doubles each time",
    )
    sweep_seconds: float = Field(
        5.0, ge=0.05, le=600, allow_inf_nan=False, description="how often to look for due work"
    )
    log_level: str = Field(
        "info", pattern=r"^(debug|info|warning|error)$", description="debug, info, warning or error"
    )
    log_json: bool = Field(False, description="true writes the log as JSON lines")
    clip_calls: ClipCallTuning = Field(
        default_factory=ClipCallTuning, description="when viewers who type !clip get one"
    )
    spike: SpikeTuning = Field(
        default_factory=SpikeTuning, description="how chat spikes are detected"
    )
    gemini: ModelTuning = Field(
        default_factory=ModelTuning, description="how the model is asked, and its budget"
    )

    discord_token: SecretStr = Field(SecretStr(""), description="the Discord bot's token")
    twitch_client_id: str = Field("", description="the Twitch application's id")
    twitch_client_secret: SecretStr = Field(SecretStr(""), description="its secret")
    twitch_shards: int = Field(
        0,
        ge=0,
        le=100,
        description="sockets of a conduit, for more channels than one socket allows",
    )
    google_client_id: str = Field("", description="the Google application's id, for YouTube")
    google_client_secret: SecretStr = Field(SecretStr(""), description="its secret")
    tiktok_client_key: str = Field("", description="the TikTok application's client key")
    tiktok_client_secret: SecretStr = Field(SecretStr(""), description="its secret")
    tiktok_is_desktop: bool = Field(
        False, description="true if the TikTok application is registered as a desktop app"
    )
    gemini_api_key: SecretStr = Field(
        SecretStr(""),
        description="the Gemini API key; without it, clips are judged by local signals",
    )

    owner_email: str = Field(
        "", pattern=r"^([^@\s]+@[^@\s]+)?$", description="where the owner gets sign-in links"
    )
    smtp_host: str = Field("", description="the mail server that sends them; empty sends none")
    smtp_port: int = Field(
        587, ge=1, le=65535, description="its port: 465 for TLS at once, others for STARTTLS"
    )
    smtp_user: str = Field("", description="who signs in there; empty is nobody")
    smtp_password: SecretStr = Field(SecretStr(""), description="the password for it")
    smtp_from: str = Field("", description="the address that mail comes from; empty is the user")

    discord_api_url: str = Field("https://discord.com/api/v10", description="Discord's REST API")
    discord_gateway_url: str = Field("wss://gateway.discord.gg/", description="Discord's gateway")
    discord_cdn_url: str = Field("https://cdn.discordapp.com", description="Discord's files")
    twitch_api_url: str = Field("https://api.twitch.tv/helix", description="Twitch's Helix API")
    twitch_auth_url: str = Field("https://id.twitch.tv/oauth2", description="Twitch's sign-in")
    twitch_eventsub_url: str = Field(
        "wss://eventsub.wss.twitch.tv/ws", description="Twitch's EventSub socket"
    )
    twitch_stream_address: str = Field(
        "https://www.twitch.tv/{login}", description="where a channel's stream is watched"
    )
    twitch_video_address: str = Field(
        "https://www.twitch.tv/videos/{video_id}", description="where a VOD is watched"
    )
    twitch_irc_url: str = Field("wss://irc-ws.chat.twitch.tv", description="Twitch's chat by IRC")
    gemini_api_url: str = Field(
        "https://generativelanguage.googleapis.com", description="the Gemini API"
    )
    google_accounts_url: str = Field(
        "https://accounts.google.com", description="Google's consent page"
    )
    google_auth_url: str = Field("https://oauth2.googleapis.com", description="Google's sign-in")
    youtube_api_url: str = Field("https://www.googleapis.com", description="the YouTube Data API")
    youtube_analytics_url: str = Field(
        "https://youtubeanalytics.googleapis.com", description="the YouTube Analytics API"
    )
    tiktok_api_url: str = Field("https://open.tiktokapis.com", description="TikTok's API")
    tiktok_auth_url: str = Field("https://www.tiktok.com", description="TikTok's sign-in page")

    @field_validator("public_url")
    @classmethod
    def _check_public_url(cls, value: str) -> str:
        """Accept nothing or a whole URL; a bare host name would silently be ignored."""
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("give the whole URL, such as https://clips.example.org")
        _ = parts.port
        return value.rstrip("/")

    @field_validator("spike")
    @classmethod
    def _check_spike(cls, value: SpikeTuning) -> SpikeTuning:
        """Refuse a tuning under which no stream could be heard."""
        for name, number in asdict(value).items():
            if not 0 <= number < TUNING_MAX:
                raise ValueError(f"{name} must be a number from 0 to {TUNING_MAX:.0f}")
        if not CLIP_SECONDS_LEAST <= value.lead_seconds + value.tail_seconds <= CLIP_SECONDS_MAX:
            raise ValueError("lead_seconds and tail_seconds together must be 10 to 30")
        return value

    @field_validator("gemini")
    @classmethod
    def _check_gemini(cls, value: ModelTuning) -> ModelTuning:
        """Refuse a tuning with which no video could be analysed."""
        if problem := find_tuning_problem(value):
            raise ValueError(problem)
        return value

    @field_validator("fetch_allowed_networks", "proxies", mode="before")
    @classmethod
    def _split_networks(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value


def load_settings(**given: object) -> Settings:
    """Read the environment and `.env`; arguments override both.

    Raises InvalidInput, naming each unusable variable and why.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type] # pydantic checks them
    except ValidationError as error:
        raise InvalidInput(
            f"Settings cannot be used ({_explain(error)}). Fix them and start again."
        ) from None
    except SettingsError:
        raise InvalidInput(
            "A group of settings is set one by one, as in TRUSS_SPIKE__THRESHOLD=10; "
            "remove TRUSS_SPIKE itself and start again."
        ) from None
    except (OSError, UnicodeDecodeError):
        raise InvalidInput(
            "The file .env cannot be read as UTF-8 text; save it so, or remove it."
        ) from None


def list_unknown(names: Iterable[str]) -> list[str]:
    """Return the `TRUSS_` variables among `names` that no setting reads: probably typos."""
    known = set()
    for name, field in Settings.model_fields.items():
        nested = getattr(field.get_default(call_default_factory=True), "__dataclass_fields__", {})
        known |= {f"TRUSS_{name}".upper(), *(f"TRUSS_{name}__{inner}".upper() for inner in nested)}
    return sorted(n for n in names if n.upper().startswith("TRUSS_") and n.upper() not in known)


def _explain(error: ValidationError) -> str:
    """Name each variable once, with the first thing that is wrong with it."""
    wrong: dict[str, str] = {}
    for problem in error.errors(include_input=False):
        first, *inner = problem["loc"] or ("?",)
        field = Settings.model_fields.get(str(first))
        nested = field is not None and field.default_factory is not None and inner
        name = f"TRUSS_{first}__{inner[0]}" if nested else f"TRUSS_{first}"
        wrong.setdefault(name.upper(), problem["msg"])
    return "; ".join(f"{name}: {message}" for name, message in wrong.items())


def list_unread() -> list[str]:
    """Return the variables of this process that look like settings but are not."""
    exempt = ("TRUSS_TEST_", "TRUSS_BENCH_")
    return [name for name in list_unknown(os.environ) if not name.startswith(exempt)]  # noqa: TID251 - reading the environment is what settings are for


def secret_values(settings: Settings) -> frozenset[str]:
    """Return the secrets that must never reach a log."""
    values = (getattr(settings, name) for name in type(settings).model_fields)
    return frozenset(
        value.get_secret_value()
        for value in values
        if isinstance(value, SecretStr) and value.get_secret_value()
    )
