from cogs.unused_clips import ADDRESSES_MAX, describe_unused
from tests.contracts.moments import make_moment


def test_where_every_clip_is_known_nothing_is_said():
    assert describe_unused([]) == ""
    assert describe_unused([make_moment(refusal="Clips are off.")]) == ""


def test_what_may_lie_on_twitch_is_told_with_where_to_look():
    unknown = make_moment(is_unsure=True)
    untied = make_moment(is_unsure=True, untied=("https://clips.twitch.tv/A",))

    assert describe_unused([unknown]) == (
        "A clip that Truss asked Twitch for may lie there unused."
    )
    assert describe_unused([untied, untied, unknown]) == (
        "3 clips that Truss asked Twitch for may lie there unused; "
        "look at https://clips.twitch.tv/A"
    )


def test_of_hundreds_only_some_addresses_are_named():
    moments = [make_moment(is_unsure=True, untied=(f"https://x/{n}",)) for n in range(300)]

    assert describe_unused(moments).count("https://") == ADDRESSES_MAX
