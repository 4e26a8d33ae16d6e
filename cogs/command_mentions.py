"""Command mentions: commands that a text names, as Discord shows them to be clicked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_NAMED: Final = re.compile(r"(?<![\w</`\\])/([a-z]+)((?: [a-z]+)?)(?![\w/])")


def mention_commands(text: str, ids: Mapping[str, int]) -> str:
    """Return the text with each command of a group as a mention, where Discord knows its id.

    `ids` are those of top-level commands, by name; names of subcommands are kept with them, as in
    `setup here`. What is no command stays as it is.
    """

    def replace(found: re.Match[str]) -> str:
        group, inner = found[1], found[2].strip()
        whole = f"{group} {inner}".strip()
        if whole in ids:
            return f"</{whole}:{ids[whole]}>"
        return f"</{group}:{ids[group]}>{found[2]}" if group in ids else found[0]

    return _NAMED.sub(replace, text)
