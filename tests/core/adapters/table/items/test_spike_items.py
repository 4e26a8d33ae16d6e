from decimal import Decimal

from core.adapters.table.items.spike_items import read_spike_item, read_spike_map, spike_item
from core.adapters.table.limits import check_item
from core.domain.chat.reaction import Reaction
from tests.builders import NOON, make_spike, make_stream


def test_a_spike_survives_its_item():
    spike = make_spike(detected_at_seconds=131.0625, score=1 / 3)

    assert read_spike_item(check_item(spike_item(make_stream(), spike, at=NOON))) == spike


def test_a_spikes_key_says_when_and_on_which_stream():
    item = spike_item(make_stream(), make_spike(detected_at_seconds=90.5), at=NOON)

    assert item["PK"] == "CREATOR#ada"
    assert item["SK"] == f"LIVE_CHAT_SPIKE#2026-03-01T12:01:30.500Z#{make_stream().id}"
    assert item["ttl"] == int(NOON.timestamp()) + 90 * 86_400


def test_a_spike_of_the_first_program_is_still_read():
    names = ("detectedAtSeconds", "startSeconds", "endSeconds", "peakSeconds")

    spike = read_spike_map({name: Decimal("1.5") for name in names})

    assert (spike.score, spike.reaction, spike.tokens) == (0.0, Reaction.MIXED, ())
