"""Fields: every setting, typed, with its default and its unit."""

from __future__ import annotations

from dataclasses import asdict
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from config.kinds import (
    BucketName,
    Folder,
    Host,
    HttpUrl,
    MailHost,
    PublicUrl,
    SecretLine,
    SecretName,
    SecretWord,
    SocketUrl,
    StreamAddress,
    VideoAddress,
    Word,
)
from core.domain.chat.chat_spike import SpikeTuning
from core.domain.chat.clip_calls import ClipCallTuning
from core.domain.videos.asset import CLIP_SECONDS_MAX
from core.domain.videos.model_tuning import ModelTuning, find_tuning_problem
from core.domain.work.process_roles import EVERY_ROLE, ProcessRole, split_roles

CLIP_SECONDS_LEAST = 10.0
TUNING_MAX = 1e6


class Settings(BaseSettings):
    """Everything that differs between machines; prefix `TRUSS_`, nested fields after `__`."""

    model_config = SettingsConfigDict(
        env_prefix="TRUSS_",
        env_nested_delimiter="__",
        env_file=".env",
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    home: Folder = Field(Path("var"), description="the folder that holds everything Truss writes")
    creator_id: str = Field(
        "local",
        pattern=r"^[A-Za-z0-9_-]{1,64}$",
        description="whose workspace `trussbot run` opens",
    )
    roles: Annotated[frozenset[ProcessRole], NoDecode] = Field(
        EVERY_ROLE,
        description="what this process does of all, comma-separated; empty does everything",
    )
    web_host: Host = Field("127.0.0.1", description="the address the web page listens on")
    web_port: int = Field(
        8080, ge=0, le=65535, description="the port of the web page; 0 picks a free one"
    )
    demo_public: bool = Field(
        False, description="true serves the demo, without a sign-in, to whoever reaches the page"
    )
    public_url: PublicUrl = Field("", description="the page's public URL, if not host and port")
    proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        (),
        description="networks of proxies whose X-Forwarded-For is believed, for limits alone",
    )
    metrics_token: SecretName = Field(
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
    publish_folder: Folder | None = Field(
        None,
        description="the folder approved clips are published to; empty is `published` in the home",
    )
    table: str = Field(
        "",
        pattern=r"^([A-Za-z0-9_.-]{3,255})?$",
        description="the DynamoDB table; empty stores everything in SQLite in the home",
    )
    queue_prefix: str = Field(
        "",
        pattern=r"^([A-Za-z0-9_-]{1,60})?$",
        description="how the names of the SQS queues begin; empty has the table for a queue",
    )
    bucket: BucketName = Field(
        "", description="the S3 bucket for videos; empty stores them in the home"
    )
    cache_megabytes: int = Field(
        4096, ge=0, le=10**9, description="how much of the bucket this machine may cache, in MiB"
    )
    kms_key_id: Word = Field(
        "", description="the KMS key that seals platform tokens; empty is a key file in the home"
    )
    credentials_refresh_seconds: int = Field(
        900, ge=1, le=3600, description="how long before AWS credentials expire they are renewed"
    )
    chat_days: int = Field(
        90, ge=1, le=3650, description="how long what was heard in chats is kept, in days"
    )
    ring_megabytes: int = Field(
        600,
        ge=10,
        le=10**6,
        description="how much of each live stream is kept on disk for cutting, in MiB",
    )
    renders_at_once: int = Field(1, ge=1, le=16, description="how many clips are rendered at once")
    grace_seconds: float = Field(
        60.0,
        ge=0,
        le=30 * 86400,
        allow_inf_nan=False,
        description="how long an approval can be taken back before the clip goes out",
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
    clip_calls: Annotated[ClipCallTuning, NoDecode] = Field(
        default_factory=ClipCallTuning, description="when viewers who type !clip get one"
    )
    spike: Annotated[SpikeTuning, NoDecode] = Field(
        default_factory=SpikeTuning, description="how chat spikes are detected"
    )
    gemini: Annotated[ModelTuning, NoDecode] = Field(
        default_factory=ModelTuning, description="how the model is asked, and its budget"
    )

    discord_token: SecretWord = Field(SecretStr(""), description="the Discord bot's token")
    discord_shards: int = Field(
        0,
        ge=0,
        le=100,
        description="connections to Discord that share the servers; 0 is one that has them all",
    )
    twitch_client_id: Word = Field("", description="the Twitch application's id")
    twitch_client_secret: SecretWord = Field(SecretStr(""), description="its secret")
    twitch_shards: int = Field(
        0,
        ge=0,
        le=100,
        description="sockets of a conduit, for more channels than one socket allows",
    )
    google_client_id: Word = Field("", description="the Google application's id, for YouTube")
    google_client_secret: SecretWord = Field(SecretStr(""), description="its secret")
    tiktok_client_key: Word = Field("", description="the TikTok application's client key")
    tiktok_client_secret: SecretWord = Field(SecretStr(""), description="its secret")
    tiktok_is_desktop: bool = Field(
        False, description="true if the TikTok application is registered as a desktop app"
    )
    gemini_api_key: SecretWord = Field(
        SecretStr(""),
        description="the Gemini API key; without it, clips are judged by local signals",
    )

    owner_email: str = Field(
        "", pattern=r"^([^@\s]+@[^@\s]+)?$", description="where the owner gets sign-in links"
    )
    smtp_host: MailHost = Field("", description="the mail server that sends them; empty sends none")
    smtp_port: int = Field(
        587, ge=1, le=65535, description="its port: 465 for TLS at once, others for STARTTLS"
    )
    smtp_user: str = Field("", description="who signs in there; empty is nobody")
    smtp_password: SecretLine = Field(SecretStr(""), description="the password for it")
    smtp_from: str = Field("", description="the address that mail comes from; empty is the user")

    discord_api_url: HttpUrl = Field(
        "https://discord.com/api/v10", description="Discord's REST API"
    )
    discord_gateway_url: SocketUrl = Field(
        "wss://gateway.discord.gg/", description="Discord's gateway"
    )
    discord_cdn_url: HttpUrl = Field("https://cdn.discordapp.com", description="Discord's files")
    twitch_api_url: HttpUrl = Field("https://api.twitch.tv/helix", description="Twitch's Helix API")
    twitch_auth_url: HttpUrl = Field("https://id.twitch.tv/oauth2", description="Twitch's sign-in")
    twitch_eventsub_url: SocketUrl = Field(
        "wss://eventsub.wss.twitch.tv/ws", description="Twitch's EventSub socket"
    )
    twitch_stream_address: StreamAddress = Field(
        "https://www.twitch.tv/{login}", description="where a channel's stream is watched"
    )
    twitch_video_address: VideoAddress = Field(
        "https://www.twitch.tv/videos/{video_id}", description="where a VOD is watched"
    )
    twitch_irc_url: SocketUrl = Field(
        "wss://irc-ws.chat.twitch.tv", description="Twitch's chat by IRC"
    )
    gemini_api_url: HttpUrl = Field(
        "https://generativelanguage.googleapis.com", description="the Gemini API"
    )
    google_accounts_url: HttpUrl = Field(
        "https://accounts.google.com", description="Google's consent page"
    )
    google_auth_url: HttpUrl = Field(
        "https://oauth2.googleapis.com", description="Google's sign-in"
    )
    youtube_api_url: HttpUrl = Field(
        "https://www.googleapis.com", description="the YouTube Data API"
    )
    youtube_analytics_url: HttpUrl = Field(
        "https://youtubeanalytics.googleapis.com", description="the YouTube Analytics API"
    )
    tiktok_api_url: HttpUrl = Field("https://open.tiktokapis.com", description="TikTok's API")
    tiktok_auth_url: HttpUrl = Field("https://www.tiktok.com", description="TikTok's sign-in page")

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

    @field_validator("roles", mode="before")
    @classmethod
    def _split_roles(cls, value: object) -> object:
        return split_roles(value) if isinstance(value, str) else value

    @field_validator("fetch_allowed_networks", "proxies", mode="before")
    @classmethod
    def _split_networks(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value
