"""`trussbot setup`: asks for what Truss needs, one thing at a time, and writes `.env`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import closing
from socket import socket
from typing import TYPE_CHECKING

from bot.bootstrap.doctor import open_checkup
from bot.bootstrap.setting_up import SetupDesk
from bot.runner import bind_page, page_address
from bot.setting_up import (
    address_step,
    discord_step,
    gemini_step,
    twitch_step,
    video_platform_steps,
)
from bot.setting_up.closing import say_what_is_next
from bot.setting_up.conversation import Conversation, Stopped, Terminal
from bot.setting_up.page_conversation import PageConversation, serve_conversation
from bot.setting_up.repairs import repair
from core.errors import ExternalFailure

if TYPE_CHECKING:
    from config.settings import Settings

Step = Callable[[Conversation, SetupDesk], Awaitable[None]]

STEPS: tuple[tuple[str, Step], ...] = (
    (discord_step.WHAT, discord_step.set_up_discord),
    (twitch_step.WHAT, twitch_step.set_up_twitch),
    (gemini_step.WHAT, gemini_step.set_up_gemini),
    (address_step.WHAT, address_step.set_up_address),
    (video_platform_steps.YOUTUBE, video_platform_steps.set_up_youtube),
    (video_platform_steps.TIKTOK, video_platform_steps.set_up_tiktok),
)
OPENING = (
    "Truss is set up here step by step. Nothing is required: press Enter to leave something out.\n"
    "Type stop to end at any question: .env keeps what you have answered."
)
STOPPED = "Stopped. Start trussbot setup again at any time: Enter keeps what is set by then."
LEFT = "This step was left out; trussbot setup asks again."


async def run_setup(*, on_page: bool = False) -> int:
    """Ask until everything was asked, or somebody stops."""
    desk = SetupDesk()
    desk.check_file()
    if not on_page:
        await ask_everything(Terminal(), desk)
        return 0
    with closing(bind_local(desk.settings)) as listener:
        talk = PageConversation()
        async with serve_conversation(talk, listener):
            Terminal().say("Open this link, once, in a browser on this machine:")
            Terminal().say(f"{page_address(listener)}setup/{talk.token}")
            await ask_everything(talk, desk)
    Terminal().say("The set-up has ended; trussbot run starts Truss.")
    return 0


def bind_local(settings: Settings) -> socket:
    """Bind the page's port on this machine alone: secrets are typed there, without TLS."""
    return bind_page(settings.model_copy(update={"web_host": "127.0.0.1"}))


async def ask_everything(talk: Conversation, desk: SetupDesk) -> None:
    try:
        talk.say(OPENING)
        await repair(talk, desk)
        for number, (what, step) in enumerate(STEPS, start=1):
            talk.say()
            talk.say(f"{number} of {len(STEPS)}. {what}")
            await take_step(step, talk, desk)
        await look_over(talk)
    except Stopped:
        talk.say()
        talk.say(STOPPED)
    say_what_is_next(talk, desk)


async def take_step(step: Step, talk: Conversation, desk: SetupDesk) -> None:
    """Take a step; a platform that falls silent in the middle of it ends that step alone."""
    try:
        await step(talk, desk)
    except ExternalFailure as error:
        talk.say(f"  {error} {LEFT}")


async def look_over(talk: Conversation) -> None:
    """Say what does not work of all that is set up, as `trussbot doctor` would."""
    talk.say()
    talk.say("Looking everything over...")
    async with open_checkup() as checkup:
        report = await checkup.look()
    for fault in report.list_faults():
        talk.say(f"  {fault.sentence}")
    if report.is_well:
        talk.say("  Everything that is set up works.")
