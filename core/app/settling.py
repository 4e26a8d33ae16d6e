"""How people's wishes are kept: the settings that a creator and their people change."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.services.framing import Framing
from core.services.learning import Learning
from core.services.preferring import Preferring


def build_preferring(
    ports: Ports, limits: Limits, framing: Framing, learning: Learning
) -> Preferring:
    return Preferring(
        profiles=ports.profiles,
        preferences=ports.preferences,
        framing=framing,
        learning=learning,
        usual_spikes_an_hour=limits.spike.spikes_an_hour,
    )
