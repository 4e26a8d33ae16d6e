"""Sending chat messages: within Twitch's limits, and only in channels that allow it."""

from __future__ import annotations

from collections import defaultdict

import structlog

from core.domain.chat.chat_answer import FAST_MESSAGES, SENT_MAX, SENT_SECONDS
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.domain.work.rate_window import RateWindow
from core.errors import TokenRefused, TrussError
from core.ports.accounts import FreshTokens
from core.ports.chat import ChatVoice
from core.ports.work import Clock
from core.services.chat.live_chat import LiveChat
from core.services.chat.spike_detection import SpikeDetection

_log = structlog.get_logger(__name__)


class ChatSending:
    """Sends messages from one creator's account; its limit is shared by all channels."""

    def __init__(
        self,
        *,
        clock: Clock,
        live_chat: LiveChat,
        spike_detection: SpikeDetection,
        tokens: FreshTokens,
        voice: ChatVoice | None,
        speaker_id: CreatorId,
    ) -> None:
        self._clock = clock
        self._live_chat = live_chat
        self._spike_detection = spike_detection
        self._tokens = tokens
        self._voice = voice
        self._speaker_id = speaker_id
        self._sent = RateWindow(SENT_MAX, SENT_SECONDS)
        self._sent_in: defaultdict[str, RateWindow] = defaultdict(lambda: RateWindow(1, 1.0))

    async def say(self, broadcaster_id: str, text: str, *, reply_to: str = "") -> bool:
        """Send a message to a channel; False if it was not sent, whatever the reason."""
        if not self._may_speak(broadcaster_id) or not self._take_room(broadcaster_id):
            _log.info("chat.message_dropped", channel=broadcaster_id)
            return False
        try:
            await self._send(broadcaster_id, text, reply_to)
        except TrussError as error:
            _log.warning("chat.message_failed", channel=broadcaster_id, reason=str(error))
            return False
        return True

    def _may_speak(self, broadcaster_id: str) -> bool:
        """True where the channel is not set to silent and its chat is slow enough to be read."""
        channel = self._live_chat.find_channel(broadcaster_id)
        if self._voice is None or channel is None or channel.is_silent:
            return False
        stream = self._live_chat.find_stream(broadcaster_id)
        return stream is None or self._spike_detection.count_lately(stream) < FAST_MESSAGES

    def _take_room(self, broadcaster_id: str) -> bool:
        now = self._clock.steady_seconds()
        here = self._sent_in[broadcaster_id]
        return here.wait_seconds(now) == 0 and self._sent.take(now) and here.take(now)

    async def _send(self, broadcaster_id: str, text: str, reply_to: str) -> None:
        if self._voice is None:
            return
        token = await self._tokens.get_fresh_token(self._speaker_id, Platform.TWITCH)
        try:
            await self._voice.say(
                token, broadcaster_id=broadcaster_id, text=text, reply_to=reply_to
            )
        except TokenRefused:
            newer = await self._tokens.replace_refused(token)
            await self._voice.say(
                newer, broadcaster_id=broadcaster_id, text=text, reply_to=reply_to
            )
