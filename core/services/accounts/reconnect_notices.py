"""Reconnect notices: asking creators to link an account again."""

from __future__ import annotations

import hashlib

import structlog

from core.domain.accounts.platform_token import AccountStatus
from core.domain.work.job import Job
from core.domain.work.platform import Platform
from core.errors import NotFound
from core.ports.accounts import TokenStore
from core.ports.people import GuildStore
from core.ports.review import NoticeBoard
from core.services.work.job_handlers import JobProgress

_log = structlog.get_logger(__name__)


class ReconnectNotices:
    """Performs `ask_reconnect` jobs: one message in each server of the creator."""

    def __init__(self, *, tokens: TokenStore, guilds: GuildStore, notices: NoticeBoard) -> None:
        self._tokens = tokens
        self._guilds = guilds
        self._notices = notices

    async def ask_reconnect(self, job: Job, progress: JobProgress) -> None:
        """Ask for the account to be linked again, unless that has happened."""
        progress.enter("notice", 0.2)
        platform, _, account_id = job.subject_id.partition(":")
        try:
            token = await self._tokens.get_token(job.creator_id, Platform(platform), account_id)
        except NotFound:
            return
        if token.status is not AccountStatus.RECONNECT_REQUIRED:
            return
        for place in await self._guilds.list_guilds(job.creator_id):
            nonce = hashlib.sha256(f"{job.id}/{place.guild_id}".encode()).hexdigest()[:24]
            await self._notices.ask_reconnect(
                place, token.account, nonce=nonce, may_be_there=job.attempts > 1
            )
        _log.info("account.asked", platform=platform, account_id=account_id)

    async def give_up(self, job: Job, stage: str, reason: str) -> None:
        """Log that nobody was asked; the list of accounts still shows it."""
        _log.error("account.not_asked", subject_id=job.subject_id, stage=stage, reason=reason)
