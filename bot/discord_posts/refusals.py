"""Discord's refusals as our errors, for whatever the bot writes into a channel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import discord

from cogs.discord.answers import UNREACHED, describe_unreached
from core.errors import ExternalFailure, PlaceRefused

TOO_LARGE: Final = 40005


@contextmanager
def translated(*, stage: str, thing: str, forbidden: str) -> Iterator[None]:
    """Raise ExternalFailure for what Discord refuses while the block runs.

    PlaceRefused, where only people in that server can mend it.

    Args:
        stage: names the step in errors.
        thing: what was being written, as "the card".
        forbidden: the sentence for a channel that may not be written to, with what to do.
    """
    try:
        yield
    except (discord.Forbidden, discord.NotFound) as error:
        raise PlaceRefused(forbidden, stage=stage) from error
    except discord.HTTPException as error:
        if error.status == 413 or error.code == TOO_LARGE:
            raise ExternalFailure(
                "The clip is larger than this server takes: make it shorter.", stage=stage
            ) from error
        reason = re.sub(r"\s+", " ", error.text)[:200]
        raise ExternalFailure(
            f"Discord refused {thing} ({error.status}: {reason}).",
            retryable=error.status >= 500 or error.status == 429,
            stage=stage,
        ) from error
    except (discord.DiscordException, *UNREACHED) as error:
        raise ExternalFailure(
            f"Discord cannot be reached ({describe_unreached(error)}).", retryable=True, stage=stage
        ) from error
