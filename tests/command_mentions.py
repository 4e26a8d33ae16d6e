"""Finds the commands that sentences and documents mention, and the commands that exist.

A slash command's name is looked for where a word begins, so `/a/b` and `https://a` are none. What
is typed in documents as `/videos` may be a page's address as well.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discord import app_commands
from discord.ext import commands as discord_commands
from twitchio.ext import commands as twitch_commands

from core.domain.chat.clip_calls import COMMAND

_SLASH = re.compile(r"(?<![^\s`(\"'|])/([a-z]+)(?:[ \n]([a-z]+))?(?![\w/{<-])")
_CHAT = re.compile(r"(?<![^\s`(\"'|])(![a-z]+)\b")
_SHELL = re.compile(r"(?:`|^ {4}|\$ )(trussbot|make) ([a-z]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A command mentioned in a text; `rest` is the word after it, if any."""

    where: str
    name: str
    rest: str = ""


def find_slash_mentions(where: str, text: str) -> list[Mention]:
    return [
        Mention(where=where, name=match[1], rest=match[2] or "") for match in _SLASH.finditer(text)
    ]


def find_chat_mentions(where: str, text: str) -> list[Mention]:
    return [Mention(where=where, name=match[1]) for match in _CHAT.finditer(text)]


def find_shell_mentions(where: str, text: str) -> list[Mention]:
    return [Mention(where=where, name=m[1], rest=m[2]) for m in _SHELL.finditer(text)]


def list_sentences(path: Path) -> Iterator[str]:
    """Return the strings of a source file that have more than one word."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.value


def read_slash_commands(folder: Path, package: str) -> dict[str, set[str]]:
    """Return the commands of the cogs in a folder: those of a group below its name."""
    found: dict[str, set[str]] = {}
    for cog in _list_classes(folder, package, discord_commands.Cog):
        group = cog.__cog_group_name__ if issubclass(cog, discord_commands.GroupCog) else None
        for command in cog.__cog_app_commands__:
            if group:
                found.setdefault(str(group), set()).add(command.name)
            elif isinstance(command, app_commands.Group):
                found[command.name] = {below.name for below in command.commands}
            else:
                found[command.name] = set()
    return found


def read_chat_commands(folder: Path, package: str) -> set[str]:
    """Return the commands of Twitch's chat, including `!clip`, which is no twitchio command."""
    names = {COMMAND}
    for component in _list_classes(folder, package, twitch_commands.Component):
        for command in vars(component).values():
            if isinstance(command, twitch_commands.Command):
                names |= {f"!{name}" for name in (command.name, *command.aliases)}
    return names


def _list_classes(folder: Path, package: str, kind: type) -> Iterator[Any]:
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        module = importlib.import_module(".".join((package, *parts)))
        for value in vars(module).values():
            is_own = getattr(value, "__module__", "") == module.__name__
            if is_own and isinstance(value, type) and issubclass(value, kind):
                yield value


def is_known(mention: Mention, known: dict[str, set[str]]) -> bool:
    """Return whether a mention exists; a group alone counts only at the end of a phrase."""
    if mention.name not in known:
        return False
    return not known[mention.name] or not mention.rest or mention.rest in known[mention.name]
