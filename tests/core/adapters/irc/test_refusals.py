from core.adapters.irc.refusals import REFUSALS


def test_slow_mode_and_other_notices_are_no_refusals():
    assert "msg_channel_suspended" in REFUSALS
    assert not {"slow_on", "msg_slowmode", "emote_only_on"} & set(REFUSALS)
