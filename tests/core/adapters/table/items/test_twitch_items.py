from core.adapters.table.items.records import from_record
from core.adapters.table.items.twitch_items import tuning_item, twitch_item
from core.domain.streams.twitch_channel import ChannelTuning, TwitchBinding
from tests.plan_builders import make_binding, make_tuning


def test_channels_and_what_was_learned_of_them_come_back():
    assert from_record(TwitchBinding, twitch_item(make_binding())) == make_binding()
    assert from_record(ChannelTuning, tuning_item(make_tuning())) == make_tuning()
