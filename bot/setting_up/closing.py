"""The end of setting up: what there is now, and what is next."""

from __future__ import annotations

from bot.bootstrap.setting_up import SetupDesk
from bot.setting_up import address_step, discord_step, gemini_step, twitch_step
from bot.setting_up import video_platform_steps as videos
from bot.setting_up.conversation import Conversation


def list_state(desk: SetupDesk) -> list[str]:
    """Return a line for each thing: whether it is set up, and what that means."""
    rows = (
        (discord_step.TOKEN, "cards in Discord", "Without Discord, clips are decided on the page."),
        (
            twitch_step.CLIENT_ID,
            "Twitch's events, answers in chat, and Twitch's clips",
            "Without Twitch, the chat of any channel is read, and nothing is said there.",
        ),
        (
            gemini_step.KEY,
            "a model that watches videos",
            "Without Gemini, clips are judged by sound, picture and chat.",
        ),
        (
            address_step.PUBLIC_URL,
            "the page at its address",
            "Without an address, the page is for this machine alone.",
        ),
        (videos.GOOGLE_ID, "YouTube", "Without YouTube, no Shorts."),
        (videos.TIKTOK_KEY, "TikTok", "Without TikTok, no videos there."),
    )
    return [f"  ☑ {done}" if _is_done(desk, name) else f"  ☐ {other}" for name, done, other in rows]


def _is_done(desk: SetupDesk, name: str) -> bool:
    """Say whether a thing is set up; an address that is this machine's name leads nobody here."""
    value = desk.known(name)
    return address_step.is_for_others(value) if name == address_step.PUBLIC_URL else bool(value)


def list_next(desk: SetupDesk) -> list[str]:
    """Return what to do now, in order."""
    steps = ["trussbot run starts Truss, and prints a link with which you sign in to the page."]
    if desk.known(discord_step.TOKEN):
        steps.append("In your Discord server type /setup here: it asks where cards go.")
        steps.append("/stream connect listens to a Twitch channel; /video upload takes a video.")
    else:
        steps.append("On the page, connect a Twitch channel, or upload a video.")
    if desk.known(videos.GOOGLE_ID) or desk.known(videos.TIKTOK_KEY):
        steps.append("/account link, or the page Accounts, links YouTube and TikTok.")
    steps.append(
        "trussbot doctor tells you at any time what does not work; trussbot setup asks again."
    )
    return [f"  {number}. {step}" for number, step in enumerate(steps, start=1)]


def say_what_is_next(talk: Conversation, desk: SetupDesk) -> None:
    talk.say()
    talk.say("What is set up:")
    for line in list_state(desk):
        talk.say(line)
    talk.say()
    talk.say("What is next:")
    for line in list_next(desk):
        talk.say(line)
