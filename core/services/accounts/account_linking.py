"""Account linking: linking, listing and unlinking accounts on platforms.

A link that is given to a person opens a page of ours once. From there their browser goes to the
platform with a state that is bound to the creator, the person, the platform, the redirect address
and that very browser; the answer is taken from that browser alone, once, within ten minutes.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

import structlog

from core.domain.accounts.account_scopes import describe_scopes, list_missing, list_scopes
from core.domain.accounts.platform_token import Account, Grant, PlatformToken
from core.domain.people.actor import Actor
from core.domain.people.sign_in import DeviceCode, MagicLink, OAuthState, hash_secret
from core.domain.work.platform import Platform
from core.errors import Conflict, Forbidden, InvalidInput, NotFound, TrussError
from core.ports.accounts import DevicePending, FreshTokens, OAuthClient, TokenStore
from core.ports.people import OneTimeSecrets, SessionStore
from core.ports.work import Clock

_log = structlog.get_logger(__name__)

LINK_SECONDS: Final = 600.0
SLOWER_SECONDS: Final = 5.0
_CODE_LENGTH_MAX: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOffer:
    """Where a person goes to link an account: a page of ours, or the platform with a code."""

    address: str = field(repr=False)
    user_code: str = ""
    device_code: str = field(default="", repr=False)
    lasts_seconds: float = LINK_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """The platform's consent page, and the secret that the browser keeps meanwhile."""

    address: str = field(repr=False)
    browser_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What a browser comes back with; nothing in it is trusted."""

    state: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    error: str = ""
    browser_secret: str = field(default="", repr=False)


class AccountLinking:
    """Links accounts by a page or by a device code."""

    def __init__(
        self,
        *,
        clock: Clock,
        tokens: TokenStore,
        fresh_tokens: FreshTokens,
        links: OneTimeSecrets,
        devices: SessionStore,
        oauth: Mapping[Platform, OAuthClient],
        public_url: str,
    ) -> None:
        self._clock = clock
        self._tokens = tokens
        self._fresh_tokens = fresh_tokens
        self._links = links
        self._devices = devices
        self._oauth = oauth
        self._public_url = public_url

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """The platforms that are set up here."""
        return tuple(self._oauth)

    async def list_accounts(self, actor: Actor) -> tuple[Account, ...]:
        actor.require_reviewer()
        tokens = await self._tokens.list_tokens(actor.creator_id)
        return tuple(token.account for token in tokens)

    async def start(self, actor: Actor, platform: Platform) -> LinkOffer:
        """Return a link for this person alone; a device code where people cannot reach our page."""
        actor.require_linker()
        client = self._get_client(platform)
        if self._public_url and client.has_page:
            return await self._start_page(actor, platform)
        if client.has_device_codes:
            return await self._start_device(actor, platform, client)
        raise InvalidInput(
            f"{platform.label} sends people back to a page of Truss: whoever runs it sets "
            "TRUSS_PUBLIC_URL and registers its address there."
        )

    async def _start_page(self, actor: Actor, platform: Platform) -> LinkOffer:
        now, token = self._clock.now(), secrets.token_urlsafe(32)
        link = MagicLink(
            creator_id=actor.creator_id,
            person_id=actor.person_id,
            role=actor.role,
            purpose=_purpose(platform),
            created_at=now,
            expires_at=now + timedelta(seconds=LINK_SECONDS),
        )
        await self._links.add_magic_link(token, link)
        return LinkOffer(address=f"{self._public_url}/accounts/link/{platform.value}/{token}")

    async def depart(self, platform: Platform, token: str) -> Departure:
        """Use up a link and send its browser to the platform; Forbidden if it has expired."""
        client = self._get_client(platform)
        link = await self._links.use_magic_link(token)
        if link is None or link.purpose != _purpose(platform):
            raise Forbidden("This link is used or over; type /account link for another one.")
        actor = Actor(person_id=link.person_id, creator_id=link.creator_id, role=link.role)
        return await self.send_off(actor, platform, client)

    async def send_off(
        self, actor: Actor, platform: Platform, client: OAuthClient | None = None
    ) -> Departure:
        """Send a signed-in person's browser to the platform."""
        actor.require_linker()
        client = client or self._get_client(platform)
        now, state = self._clock.now(), secrets.token_urlsafe(32)
        browser_secret, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        redirect_uri = self.redirect_uri(platform)
        pending = OAuthState(
            creator_id=actor.creator_id,
            person_id=actor.person_id,
            platform=platform,
            redirect_uri=redirect_uri,
            created_at=now,
            expires_at=now + timedelta(seconds=LINK_SECONDS),
            browser_hash=hash_secret(browser_secret),
            code_verifier=verifier,
        )
        await self._links.add_oauth_state(state, pending)
        address = client.make_address(
            state=state, redirect_uri=redirect_uri, code_verifier=verifier
        )
        return Departure(address=address, browser_secret=browser_secret)

    def redirect_uri(self, platform: Platform) -> str:
        """Return the redirect address, exactly as it is registered at the platform."""
        return f"{self._public_url}/oauth/{platform.value}/callback"

    async def arrive(self, platform: Platform, arrival: Arrival) -> Account:
        """Link the account that a browser returns with, once everything is verified."""
        pending = await self._links.use_oauth_state(arrival.state) if arrival.state else None
        is_ours = (
            pending is not None
            and pending.platform is platform
            and pending.redirect_uri == self.redirect_uri(platform)
            and secrets.compare_digest(pending.browser_hash, hash_secret(arrival.browser_secret))
        )
        if pending is None or not is_ours:
            raise Forbidden(
                "This answer belongs to no link that was opened in this browser; type "
                "/account link and open the new link here."
            )
        if arrival.error:
            raise Forbidden(_explain(platform, arrival.error))
        if not 0 < len(arrival.code) <= _CODE_LENGTH_MAX:
            raise InvalidInput(f"{platform.label} sent no code back; type /account link again.")
        client = self._get_client(platform)
        grant = await client.redeem_code(
            arrival.code, redirect_uri=pending.redirect_uri, code_verifier=pending.code_verifier
        )
        return await self._link(pending, client, grant)

    async def _start_device(
        self, actor: Actor, platform: Platform, client: OAuthClient
    ) -> LinkOffer:
        now, offer = self._clock.now(), await client.start_device()
        lasts_seconds = min(LINK_SECONDS, offer.expires_seconds)
        pending = DeviceCode(
            creator_id=actor.creator_id,
            person_id=actor.person_id,
            platform=platform,
            user_code=offer.user_code,
            verification_uri=offer.verification_uri,
            interval_seconds=offer.interval_seconds,
            created_at=now,
            expires_at=now + timedelta(seconds=lasts_seconds),
        )
        await self._devices.add_device_code(offer.device_code, pending)
        return LinkOffer(
            address=offer.verification_uri,
            user_code=offer.user_code,
            device_code=offer.device_code,
            lasts_seconds=lasts_seconds,
        )

    async def wait_for_device(self, device_code: str) -> Account:
        """Wait until the code is entered and link the account; Forbidden when it expires."""
        pending = await self._devices.find_device_code(device_code)
        if pending is None:
            raise _too_late()
        client, interval_seconds = self._get_client(pending.platform), pending.interval_seconds
        while self._clock.now() < pending.expires_at:
            await asyncio.sleep(interval_seconds)
            try:
                granted = await client.poll_device(device_code)
            except TrussError as error:
                if not getattr(error, "retryable", False):
                    raise
                granted = DevicePending.SLOW_DOWN
            if isinstance(granted, Grant):
                if await self._devices.use_device_code(device_code) is None:
                    break
                return await self._link(pending, client, granted)
            if granted is DevicePending.SLOW_DOWN:
                interval_seconds += SLOWER_SECONDS
        raise _too_late()

    async def _link(
        self, pending: OAuthState | DeviceCode, client: OAuthClient, grant: Grant
    ) -> Account:
        platform, now = pending.platform, self._clock.now()
        granted = frozenset(list_scopes(platform)) if grant.scopes is None else grant.scopes
        if missing := list_missing(platform, granted):
            raise Forbidden(
                f"{platform.label} did not give Truss the right to {describe_scopes(missing)}; "
                "type /account link again and leave every box ticked. Nothing was linked."
            )
        owner = await client.find_owner(grant)
        token = PlatformToken(
            creator_id=pending.creator_id,
            platform=platform,
            account_id=owner.account_id,
            account_name=owner.name,
            access_token="",
            refresh_token=await self._find_older(pending, owner.account_id, grant),
            linked_by=pending.person_id,
            created_at=now,
            updated_at=now,
        )
        fresh = token.receive(replace(grant, scopes=granted), at=now)
        linked = await self._tokens.link_account(fresh)
        _log.info("account.linked", platform=platform.value, creator_id=pending.creator_id)
        return linked.account

    async def _find_older(
        self, pending: OAuthState | DeviceCode, account_id: str, grant: Grant
    ) -> str | None:
        """Return the stored refresh token, for a platform that does not send a new one."""
        if grant.refresh_token is not None:
            return None
        try:
            older = await self._tokens.get_token(pending.creator_id, pending.platform, account_id)
        except NotFound:
            return None
        return older.refresh_token

    async def unlink(
        self, actor: Actor, platform: Platform, account_id: str
    ) -> tuple[Account, bool]:
        """Unlink an account; also return whether the platform revoked the access."""
        actor.require_linker()
        token = await self._tokens.get_token(actor.creator_id, platform, account_id)
        is_revoked = await self._revoke(token)
        if not await self._tokens.unlink_account(actor.creator_id, platform, token.account_id):
            raise Conflict("Somebody else has just unlinked the account.")
        _log.info("account.unlinked", platform=platform.value, is_revoked=is_revoked)
        return token.account, is_revoked

    async def _revoke(self, token: PlatformToken) -> bool:
        """Revoke the access; an expired token is refreshed first, as revoking needs a valid one."""
        try:
            client = self._get_client(token.platform)
            fresh = await self._fresh_tokens.get_fresh_token(
                token.creator_id, token.platform, token.account_id
            )
            await client.revoke(fresh)
        except TrussError as error:
            _log.warning("account.not_revoked", platform=token.platform.value, reason=str(error))
            return False
        return True

    def _get_client(self, platform: Platform) -> OAuthClient:
        client = self._oauth.get(platform)
        if client is None:
            raise InvalidInput(
                f"{platform.label} is not set up here: whoever runs Truss sets its client id and "
                "secret, as config/.env.example says."
            )
        return client


def _purpose(platform: Platform) -> str:
    return f"link {platform.value}"


def _explain(platform: Platform, error: str) -> str:
    if error == "access_denied":
        return f"You did not agree at {platform.label}; nothing was linked."
    return f"{platform.label} did not link the account; type /account link again."


def _too_late() -> Forbidden:
    return Forbidden("The code was not typed in time; type /account link for another one.")
