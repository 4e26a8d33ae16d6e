from cogs.twitch.stream_events import StreamEvents


def test_the_three_events_of_a_stream_are_heard() -> None:
    """Their journey is tests/bot/test_twitch_client.py; here, that none was forgotten."""
    listeners = {name for name in vars(StreamEvents) if name.startswith("event_")}

    assert listeners == {"event_stream_online", "event_stream_offline", "event_channel_update"}
