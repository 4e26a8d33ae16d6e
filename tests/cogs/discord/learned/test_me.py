from typing import Any

from cogs.discord.learned.me import _RESETTABLE, Me
from core.domain.people.preferences import Preferences
from core.domain.people.voice import Tone


def test_every_option_can_be_reset_to_the_creators():
    command: Any = Me.__cog_app_commands__[0]
    names = {parameter.name for parameter in command.parameters}

    assert set(_RESETTABLE) == names - {"reset", "for_everybody"}
    known = set(Preferences.__dataclass_fields__) | {"quiet_hours"}
    assert set(_RESETTABLE.values()) <= known
    tone = next(p for p in command.parameters if p.name == "tone")
    assert {choice.value for choice in tone.choices} == set(Tone)
