"""What Twitch says of a channel that nobody can read; whatever else it says passes."""

from __future__ import annotations

from typing import Final

REFUSALS: Final = {
    "msg_channel_suspended": "does not exist, or Twitch has suspended it",
    "msg_room_not_found": "does not exist",
    "msg_banned": "lets nobody read along who is not signed in",
    "tos_ban": "was closed by Twitch",
}
