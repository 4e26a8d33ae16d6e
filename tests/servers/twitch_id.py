"""id.twitch.tv on loopback: tokens for an app, refreshed, validated, revoked, and device codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from aiohttp import web

from tests.servers.twitch_state import CLIENT_ID, CLIENT_SECRET, Request, Token, TwitchState

_DEVICE_GRANT: Final = "urn:ietf:params:oauth:grant-type:device_code"


class IdServer:
    """Answers below /oauth2."""

    def __init__(self, state: TwitchState) -> None:
        self._state = state
        self.device_codes: dict[str, tuple[str, frozenset[str]] | None] = {}
        self.codes: dict[str, tuple[str, frozenset[str]]] = {}

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/oauth2/token", self._give_token),
            web.get("/oauth2/validate", self._validate),
            web.post("/oauth2/revoke", self._revoke),
            web.post("/oauth2/device", self._start_device),
        ]

    def allow_code(self, code: str, user_id: str, scopes: frozenset[str]) -> None:
        """Add a code of the sign-in page that can be exchanged once."""
        self.codes[code] = (user_id, scopes)

    def allow_device(self, device_code: str, user_id: str, scopes: frozenset[str]) -> None:
        """Mark a user code as typed."""
        self.device_codes[device_code] = (user_id, scopes)

    def _note(self, request: web.Request, status: int) -> None:
        self._state.requests.append(
            Request(
                method=request.method,
                path=request.path,
                query=list(request.query.items()),
                body=None,
                user_id="",
                status=status,
            )
        )

    def _answer(self, request: web.Request, body: Any, status: int = 200) -> web.Response:
        self._note(request, status)
        return web.json_response(body, status=status)

    async def _give_token(self, request: web.Request) -> web.Response:
        form = {**dict(request.query), **dict(await request.post())}
        state = self._state
        if state.token_status:
            return self._refuse(request, state.token_status, "the service is unavailable")
        if form.get("client_id") != CLIENT_ID:
            return self._refuse(request, 400, "invalid client")
        grant = str(form.get("grant_type"))
        is_device = grant == _DEVICE_GRANT
        if not is_device and form.get("client_secret") not in {CLIENT_SECRET, None}:
            return self._refuse(request, 403, "invalid client secret")
        givers: dict[str, Callable[[web.Request, str], web.Response]] = {
            "client_credentials": lambda asked, _: self._grant(asked, state.issue_token()),
            "refresh_token": self._refresh,
            "authorization_code": self._give_for_code,
            _DEVICE_GRANT: self._give_device,
        }
        if grant not in givers:
            return self._refuse(request, 400, "invalid grant type")
        names = {_DEVICE_GRANT: "device_code", "authorization_code": "code"}
        return givers[grant](request, str(form.get(names.get(grant, grant), "")))

    def _give_for_code(self, request: web.Request, code: str) -> web.Response:
        known = self.codes.pop(code, None)
        if known is None:
            return self._refuse(request, 400, "Invalid authorization code")
        return self._grant(request, self._state.issue_token(*known))

    def _refresh(self, request: web.Request, refresh: str) -> web.Response:
        state = self._state
        known = next((t for t in state.tokens.values() if t.refresh == refresh), None)
        if known is None or not refresh or refresh in state.dead_refreshes:
            return self._refuse(request, 400, "Invalid refresh token")
        more = {} if state.rotates_refresh_tokens else {"refresh": refresh}
        if state.rotates_refresh_tokens:
            state.dead_refreshes.add(refresh)
        return self._grant(request, state.issue_token(known.user_id, known.scopes, **more))

    def _give_device(self, request: web.Request, device_code: str) -> web.Response:
        if device_code not in self.device_codes:
            return self._refuse(request, 400, "invalid device code")
        allowed = self.device_codes[device_code]
        if allowed is None:
            return self._refuse(request, 400, "authorization_pending")
        del self.device_codes[device_code]
        return self._grant(request, self._state.issue_token(*allowed))

    def _grant(self, request: web.Request, token: Token) -> web.Response:
        left = int((token.expires_at - self._state.now()).total_seconds())
        body: dict[str, Any] = {
            "access_token": token.value,
            "expires_in": left,
            "token_type": "bearer",
        }
        if token.user_id:
            body |= {"refresh_token": token.refresh, "scope": sorted(token.scopes)}
        return self._answer(request, body)

    async def _validate(self, request: web.Request) -> web.Response:
        state = self._state
        if state.validate_status:
            return self._refuse(request, state.validate_status, "the service is unavailable")
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        token = state.find_token(value) if scheme == "OAuth" else None
        if token is None:
            return self._refuse(request, 401, "invalid access token")
        body: dict[str, Any] = {
            "client_id": CLIENT_ID,
            "scopes": sorted(token.scopes),
            "expires_in": int((token.expires_at - state.now()).total_seconds()),
        }
        if token.user_id:
            body |= {"login": state.channels[token.user_id].login, "user_id": token.user_id}
        return self._answer(request, body)

    async def _revoke(self, request: web.Request) -> web.Response:
        form = {**dict(request.query), **dict(await request.post())}
        token = self._state.tokens.get(str(form.get("token", "")))
        if form.get("client_id") != CLIENT_ID or token is None:
            return self._refuse(request, 400, "Invalid token")
        token.is_revoked = True
        self._note(request, 200)
        return web.Response(status=200)

    async def _start_device(self, request: web.Request) -> web.Response:
        code = f"device{next(self._state.ids)}"
        self.device_codes[code] = None
        return self._answer(
            request,
            {
                "device_code": code,
                "expires_in": 1800,
                "interval": 1,
                "user_code": "ABCDEFGH",
                "verification_uri": "https://www.twitch.tv/activate?device-code=ABCDEFGH",
            },
        )

    def _refuse(self, request: web.Request, status: int, message: str) -> web.Response:
        return self._answer(request, {"status": status, "message": message}, status)
