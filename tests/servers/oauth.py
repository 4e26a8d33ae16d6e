"""The sign-ins of Google, TikTok and Twitch on loopback, with what differs between them.

A person who opens the page of consent approves at once, or denies where `denies` says so, without
what is in `unticked`. Redirect addresses are compared byte by byte with those that were registered
and, once more, with the one that the code was made for. A code is good once, and so is a refresh
token where the platform rotates them. Google leaves the refresh token out of a refresh, TikTok says
its errors with HTTP 200 and its scopes with commas, Twitch gives its scopes as an array.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.test_utils import TestServer

from core.domain.work.platform import Platform

Form = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What an access token opens, and until when."""

    user_id: str
    scopes: frozenset[str]
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a person has agreed to, as a code carries it."""

    user_id: str
    scopes: frozenset[str]
    redirect_uri: str
    challenge: str | None


@dataclass(slots=True, kw_only=True)
class Device:
    """A device that waits for a person; `approved_by` is who typed its code."""

    user_code: str
    scopes: frozenset[str]
    approved_by: str | None = None
    denied: bool = False


class Refused(Exception):
    """A platform's refusal: its code, its description, and its HTTP status."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(code)
        self.code, self.message, self.status = code, message, status


@dataclass(slots=True, kw_only=True)
class LoopbackSignIn:
    """One platform's sign-in; the subclasses are its dialects."""

    client_id: str = "client-1"
    client_secret: str = "client-secret-1"
    redirect_uris: set[str] = field(default_factory=set)
    users: dict[str, str] = field(default_factory=dict)
    """Names by user id; whoever was added last is the one who is signed in."""
    denies: bool = False
    unticked: set[str] = field(default_factory=set)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    expires_seconds: float = 3600.0
    accesses: dict[str, Access] = field(default_factory=dict)
    refresh_tokens: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    codes: dict[str, Consent] = field(default_factory=dict)
    used_codes: set[str] = field(default_factory=set)
    revoked: list[str] = field(default_factory=list)
    refreshes: int = 0
    failing: list[int] = field(default_factory=list)
    """Statuses that the next requests to the token address get instead of an answer."""
    before_reply: Callable[[], Awaitable[None]] | None = None
    """Called when tokens were made, before they are sent."""
    requests: list[str] = field(default_factory=list)
    url: str = ""
    _number: Any = field(default_factory=lambda: itertools.count(1))

    platform: ClassVar[Platform] = Platform.YOUTUBE
    rotates = False
    client_id_name = "client_id"
    separator = " "

    # --- what a test does -------------------------------------------------------------------

    def end_access(self) -> None:
        """Expire every access token."""
        self.accesses.clear()

    def forget(self) -> None:
        """Revoke all access, as the person would in their settings."""
        self.end_access()
        self.refresh_tokens.clear()

    def find_access(self, request: web.Request, scheme: str = "Bearer") -> Access | None:
        """Return what a request may do; other servers of the platform ask here too."""
        given = request.headers.get("Authorization", "").removeprefix(f"{scheme} ")
        access = self.accesses.get(given)
        return access if access and access.until > self.now() else None

    # --- pages ------------------------------------------------------------------------------

    async def show_consent(self, request: web.Request) -> web.Response:
        """Act as the consent page and its user: redirect back at once."""
        asked = request.query
        redirect_uri = asked.get("redirect_uri", "")
        if asked.get(self.client_id_name) != self.client_id:
            return web.Response(text="unknown client", status=400)
        if redirect_uri not in self.redirect_uris:
            return web.Response(text="redirect_uri_mismatch", status=400)
        if asked.get("response_type") != "code" or not asked.get("state"):
            return web.Response(text="invalid_request", status=400)
        fault = self.check_consent(asked)
        if fault:
            return web.Response(text=fault, status=400)
        if self.denies:
            told = {"error": "access_denied", "error_description": "The person said no"}
        else:
            told = self._consent(asked, redirect_uri)
        raise web.HTTPFound(f"{redirect_uri}?{urlencode({**told, 'state': asked['state']})}")

    def _consent(self, asked: Mapping[str, str], redirect_uri: str) -> dict[str, str]:
        scopes = frozenset(asked["scope"].split(self.separator)) - self.unticked
        code = f"4/{secrets.token_urlsafe(12)}"
        self.codes[code] = Consent(
            user_id=list(self.users)[-1],
            scopes=scopes,
            redirect_uri=redirect_uri,
            challenge=asked.get("code_challenge"),
        )
        return {"code": code, self.scopes_name: self.separator.join(sorted(scopes))}

    scopes_name = "scope"

    def check_consent(self, asked: Mapping[str, str]) -> str:
        """Return what is wrong with a request for consent."""
        return ""

    async def give_token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.requests.append(form.get("grant_type", ""))
        if self.failing:
            return web.Response(status=self.failing.pop(0), text="<html>try later</html>")
        try:
            self._check_client(form)
            reply = self._grant(form)
        except Refused as refused:
            return self.refuse(refused)
        if self.before_reply is not None:
            await self.before_reply()
        return web.json_response(reply)

    def _check_client(self, form: Form) -> None:
        if form.get(self.client_id_name) != self.client_id:
            raise Refused("invalid_client", "invalid client", 401)
        if form.get("client_secret", "") != self.client_secret:
            raise Refused("invalid_client", "invalid client secret", 403)

    def _grant(self, form: Form) -> dict[str, Any]:
        match form.get("grant_type"):
            case "authorization_code":
                return self._redeem(form)
            case "refresh_token":
                return self._refresh(form)
            case _:
                raise Refused("unsupported_grant_type", "unsupported grant type")

    def _redeem(self, form: Form) -> dict[str, Any]:
        code = form.get("code", "")
        consent = self.codes.pop(code, None)
        if consent is None:
            raise Refused("invalid_grant", "Invalid authorization code")
        self.used_codes.add(code)
        if form.get("redirect_uri") != consent.redirect_uri:
            raise Refused("invalid_request", "Redirect_uri is not matched")
        if not self.fits(consent.challenge, form.get("code_verifier")):
            raise Refused("invalid_grant", "Code verifier is not matched")
        return self.issue(consent.user_id, consent.scopes, is_new=True)

    def fits(self, challenge: str | None, verifier: str | None) -> bool:
        """True if a verifier matches the challenge, or if there is neither."""
        return challenge is None and verifier is None

    def _refresh(self, form: Form) -> dict[str, Any]:
        given = form.get("refresh_token", "")
        if given not in self.refresh_tokens:
            raise Refused("invalid_grant", "Invalid refresh token")
        user_id, scopes = self.refresh_tokens[given]
        self.refreshes += 1
        if self.rotates:
            del self.refresh_tokens[given]
            self.end_access()
        return self.issue(user_id, scopes, is_new=self.rotates)

    def issue(self, user_id: str, scopes: frozenset[str], *, is_new: bool) -> dict[str, Any]:
        """Make tokens and the reply that gives them."""
        number = next(self._number)
        access, refresh = f"access-{number}-{self.platform}", f"refresh-{number}-{self.platform}"
        until = self.now() + timedelta(seconds=self.expires_seconds)
        self.accesses[access] = Access(user_id=user_id, scopes=scopes, until=until)
        if is_new:
            self.refresh_tokens[refresh] = (user_id, scopes)
        return self.describe(access, refresh if is_new else None, scopes)

    def describe(self, access: str, refresh: str | None, scopes: frozenset[str]) -> dict[str, Any]:
        named = {"refresh_token": refresh} if refresh else {}
        return {
            "access_token": access,
            "expires_in": int(self.expires_seconds),
            "scope": self.separator.join(sorted(scopes)),
            "token_type": "Bearer",
            **named,
        }

    def refuse(self, refused: Refused) -> web.Response:
        body = {"error": refused.code, "error_description": refused.message}
        return web.json_response(body, status=refused.status)

    async def revoke(self, request: web.Request) -> web.Response:
        form = await request.post()
        token = str(form.get("token", ""))
        if token not in self.accesses and token not in self.refresh_tokens:
            return self.refuse(Refused("invalid_token", "Invalid token"))
        self.revoked.append(token)
        self.forget()
        return web.Response(status=200)

    def list_routes(self) -> list[web.RouteDef]:
        raise NotImplementedError


class LoopbackGoogle(LoopbackSignIn):
    """Google: standard PKCE, no new refresh token with a refresh; a channel may be missing."""

    platform = Platform.YOUTUBE
    has_channel = True

    def check_consent(self, asked: Mapping[str, str]) -> str:
        if asked.get("code_challenge_method") != "S256" or len(asked["code_challenge"]) != 43:
            return "invalid_request: code_challenge"
        return "" if asked.get("access_type") == "offline" else "no refresh token"

    def fits(self, challenge: str | None, verifier: str | None) -> bool:
        digest = hashlib.sha256((verifier or "").encode()).digest()
        return challenge == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    async def list_channels(self, request: web.Request) -> web.Response:
        access = self.find_access(request)
        if access is None:
            return web.json_response({"error": {"code": 401}}, status=401)
        assert request.query["mine"] == "true"
        assert request.query["part"] == "snippet"
        title = self.users[access.user_id]
        found = {"items": [{"id": access.user_id, "snippet": {"title": title}}]}
        empty = {"pageInfo": {"totalResults": 0}}
        return web.json_response(found if self.has_channel else empty)

    def list_routes(self) -> list[web.RouteDef]:
        return [
            web.get("/o/oauth2/v2/auth", self.show_consent),
            web.post("/token", self.give_token),
            web.post("/revoke", self.revoke),
            web.get("/youtube/v3/channels", self.list_channels),
        ]


class LoopbackTikTok(LoopbackSignIn):
    """TikTok: `client_key`, commas, rotation, errors with HTTP 200; PKCE in hex on the desktop."""

    platform = Platform.TIKTOK
    rotates = True
    client_id_name = "client_key"
    separator = ","
    scopes_name = "scopes"
    is_desktop = False

    def check_consent(self, asked: Mapping[str, str]) -> str:
        if self.is_desktop:
            return "" if len(asked.get("code_challenge", "")) == 64 else "code_challenge"
        return "code_challenge" if "code_challenge" in asked else ""

    def fits(self, challenge: str | None, verifier: str | None) -> bool:
        if not self.is_desktop:
            return challenge is None and verifier is None
        return challenge == hashlib.sha256((verifier or "").encode()).hexdigest()

    def describe(self, access: str, refresh: str | None, scopes: frozenset[str]) -> dict[str, Any]:
        user_id = self.accesses[access].user_id
        told = {"open_id": user_id, "refresh_expires_in": 15552000}
        return LoopbackSignIn.describe(self, access, refresh, scopes) | told

    def refuse(self, refused: Refused) -> web.Response:
        body = {"error": refused.code, "error_description": refused.message, "log_id": "2026"}
        return web.json_response(body, status=200)

    async def show_user(self, request: web.Request) -> web.Response:
        access = self.find_access(request)
        if access is None:
            error = {"code": "access_token_invalid", "message": "", "log_id": "2026"}
            return web.json_response({"data": {}, "error": error}, status=401)
        if "user.info.basic" not in access.scopes:
            error = {"code": "scope_not_authorized", "message": "", "log_id": "2026"}
            return web.json_response({"data": {}, "error": error}, status=401)
        user = {"open_id": access.user_id, "display_name": self.users[access.user_id]}
        named = {name: user[name] for name in request.query["fields"].split(",")}
        error = {"code": "ok", "message": "", "log_id": "2026"}
        return web.json_response({"data": {"user": named}, "error": error})

    def list_routes(self) -> list[web.RouteDef]:
        return [
            web.get("/v2/auth/authorize/", self.show_consent),
            web.post("/v2/oauth/token/", self.give_token),
            web.post("/v2/oauth/revoke/", self.revoke),
            web.get("/v2/user/info/", self.show_user),
        ]


class LoopbackTwitchSignIn(LoopbackSignIn):
    """Twitch: scopes as an array; without a secret, device codes and refresh tokens good once."""

    platform = Platform.TWITCH
    interval_seconds: float = 5

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.devices: dict[str, Device] = {}
        self.polls: list[datetime] = []
        self.slows_down = 0

    @property
    def rotates(self) -> bool:  # type: ignore[override]
        return not self.client_secret

    def describe(self, access: str, refresh: str | None, scopes: frozenset[str]) -> dict[str, Any]:
        told = LoopbackSignIn.describe(self, access, refresh, scopes)
        return told | {"scope": sorted(scopes), "token_type": "bearer"}

    def _refresh(self, form: Form) -> dict[str, Any]:
        reply = LoopbackSignIn._refresh(self, form)
        return reply | ({} if self.rotates else {"refresh_token": form["refresh_token"]})

    def refuse(self, refused: Refused) -> web.Response:
        body: dict[str, Any] = {"status": refused.status, "message": refused.message}
        return web.json_response(body, status=refused.status)

    def _grant(self, form: Form) -> dict[str, Any]:
        if form.get("grant_type") != "urn:ietf:params:oauth:grant-type:device_code":
            return LoopbackSignIn._grant(self, form)
        self.polls.append(self.now())
        device = self.devices.get(form.get("device_code", ""))
        if device is None or frozenset(form["scopes"].split()) != device.scopes:
            raise Refused("", "invalid device code")
        if self.slows_down:
            self.slows_down -= 1
            raise Refused("", "slow_down")
        if device.approved_by is None:
            raise Refused("", "authorization_pending")
        del self.devices[form["device_code"]]
        return self.issue(device.approved_by, device.scopes - self.unticked, is_new=True)

    async def start_device(self, request: web.Request) -> web.Response:
        form = await request.post()
        if form.get("client_id") != self.client_id:
            return self.refuse(Refused("", "invalid client"))
        code, user_code = secrets.token_hex(16), secrets.token_hex(4).upper()
        scopes = frozenset(str(form["scopes"]).split())
        self.devices[code] = Device(user_code=user_code, scopes=scopes)
        return web.json_response(
            {
                "device_code": code,
                "expires_in": 1800,
                "interval": self.interval_seconds,
                "user_code": user_code,
                "verification_uri": f"https://www.twitch.tv/activate?device-code={user_code}",
            }
        )

    def approve_device(self, user_code: str) -> None:
        """Act as the person who types the code."""
        (device,) = (d for d in self.devices.values() if d.user_code == user_code)
        device.approved_by = list(self.users)[-1]

    async def validate(self, request: web.Request) -> web.Response:
        access = self.find_access(request, "OAuth")
        if access is None:
            return web.json_response({"status": 401, "message": "invalid access token"}, status=401)
        return web.json_response(
            {
                "client_id": self.client_id,
                "login": self.users[access.user_id].lower(),
                "scopes": sorted(access.scopes),
                "user_id": access.user_id,
                "expires_in": 5000,
            }
        )

    async def show_user(self, request: web.Request) -> web.Response:
        access = self.find_access(request)
        if access is None or request.headers.get("Client-Id") != self.client_id:
            return web.json_response({"status": 401, "message": "Invalid OAuth token"}, status=401)
        name = self.users[access.user_id]
        user = {"id": access.user_id, "login": name.lower(), "display_name": name}
        return web.json_response({"data": [user]})

    def list_routes(self) -> list[web.RouteDef]:
        return [
            web.get("/oauth2/authorize", self.show_consent),
            web.post("/oauth2/token", self.give_token),
            web.post("/oauth2/device", self.start_device),
            web.post("/oauth2/revoke", self.revoke),
            web.get("/oauth2/validate", self.validate),
            web.get("/helix/users", self.show_user),
        ]


@asynccontextmanager
async def open_sign_in(*platforms: LoopbackSignIn) -> AsyncIterator[None]:
    """Serve each platform at its own address, and tell it that address."""
    async with AsyncExitStack() as stack:
        for platform in platforms:
            application = web.Application()
            application.add_routes(platform.list_routes())
            server = TestServer(application)
            await server.start_server()
            stack.push_async_callback(server.close)
            platform.url = str(server.make_url("")).rstrip("/")
        yield
