"""Settings: every environment variable, typed, with its default and its unit."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from config.env_file import (
    CHECK,
    describe_unknown,
    find_line_advice,
    find_line_faults,
    read_env_text,
)
from config.faults import list_faults
from config.kinds import (
    BucketName,
    Folder,
    Host,
    HttpUrl,
    MailHost,
    PublicUrl,
    SecretLine,
    SecretWord,
    SocketUrl,
    StreamAddress,
    VideoAddress,
    Word,
)
from core.domain.chat.chat_spike import SpikeTuning
from core.domain.chat.clip_calls import ClipCallTuning
from core.domain.videos.model_tuning import ModelTuning, find_tuning_problem
from core.domain.videos.moment import CLIP_SECONDS_MAX
from core.domain.work.finding import Finding
from core.domain.work.process_roles import EVERY_ROLE, ProcessRole, split_roles
from core.errors import InvalidInput

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
    publish_folder: Folder | None = Field(
        None,
        description="the folder approved clips are published to; empty is `published` in the home",
    )
    table: str = Field(
        "",
        pattern=r"^([A-Za-z0-9_.-]{3,255})?$",
        description="the DynamoDB table; empty stores everything in SQLite in the home",
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


def load_settings(**given: object) -> Settings:
    """Read the environment and `.env`; arguments override both.

    Raises SettingsRefused, with a sentence for each thing that cannot be used.
    """
    faults = find_env_faults()
    settings, more = read_settings(**given)
    if faults + more:
        raise SettingsRefused(faults + more)
    return settings


class SettingsRefused(InvalidInput):
    """Settings cannot be used; the message has a sentence a line, one for each fault."""

    def __init__(self, faults: list[Finding]) -> None:
        super().__init__("\n".join(fault.sentence for fault in faults))
        self.faults = faults


def read_settings(**given: object) -> tuple[Settings, list[Finding]]:
    """Return what can be used of the settings, and a finding for each that cannot.

    What cannot be used has its default, so that the rest can be looked at all the same.
    """
    faults: list[Finding] = []
    for _ in range(len(Settings.model_fields)):
        try:
            return _build(given), faults
        except ValidationError as error:
            faults += list_faults(error, Settings.model_fields)
            names = {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]}
        for name in names:
            given = {
                **given,
                name: Settings.model_fields[name].get_default(call_default_factory=True),
            }
    return Settings.model_construct(), faults


def _build(given: Mapping[str, object]) -> Settings:
    logging.getLogger("dotenv").setLevel(logging.ERROR)  # we tell each line ourselves
    try:
        read_env_text()
    except InvalidInput:
        given = {**given, "_env_file": None}
    return Settings(**given)  # type: ignore[arg-type] # pydantic checks them


def find_env_faults() -> list[Finding]:
    """Return what is wrong with `.env` beside its values."""
    try:
        return list(find_line_faults(read_env_text(), known_names()))
    except InvalidInput as error:
        problem, _, mend = str(error).removesuffix(".").partition("; ")
        return [Finding(check=CHECK, problem=problem, mend=mend)]


def find_value_faults(name: str, value: str) -> list[Finding]:
    """Return what is wrong with one value of one variable, whatever the others are."""
    field = name.removeprefix("TRUSS_").lower()
    _, faults = read_settings(**{field: value})
    return [fault for fault in faults if fault.problem.startswith(name)]


def find_env_advice() -> list[Finding]:
    """Return what `.env` and the environment say that Truss does not read as it seems."""
    found = [describe_unknown(name, known_names()) for name in list_unread()]
    with suppress(InvalidInput):
        found += find_line_advice(read_env_text(), known_names())
    return found


@cache
def known_names() -> frozenset[str]:
    """Return every variable that a setting reads."""
    known = set()
    for name, field in Settings.model_fields.items():
        nested = getattr(field.get_default(call_default_factory=True), "__dataclass_fields__", {})
        known |= {f"TRUSS_{name}".upper(), *(f"TRUSS_{name}__{inner}".upper() for inner in nested)}
    return frozenset(known)


def list_unknown(names: Iterable[str]) -> list[str]:
    """Return the `TRUSS_` variables among `names` that no setting reads: probably typos."""
    return sorted(
        n for n in names if n.upper().startswith("TRUSS_") and n.upper() not in known_names()
    )


def list_unread() -> list[str]:
    """Return the variables of this process that look like settings but are not."""
    exempt = ("TRUSS_TEST_", "TRUSS_BENCH_")
    return [name for name in list_unknown(_list_environment()) if not name.startswith(exempt)]


def is_in_environment(name: str) -> bool:
    """Say whether this process was started with a variable, which counts more than `.env`."""
    given = os.environ.items()  # noqa: TID251 - as below
    return any(value and key.upper() == name for key, value in given)


def _list_environment() -> Iterable[str]:
    return os.environ  # noqa: TID251 - reading the environment is what settings are for


def secret_values(settings: Settings) -> frozenset[str]:
    """Return the secrets that must never reach a log."""
    values = (getattr(settings, name) for name in type(settings).model_fields)
    return frozenset(
        value.get_secret_value()
        for value in values
        if isinstance(value, SecretStr) and value.get_secret_value()
    )
