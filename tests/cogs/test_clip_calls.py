import pytest

from cogs.clip_calls import describe_call
from core.domain.chat.clip_calls import ClipCall, ClipCallStatus


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (ClipCallStatus.COUNTED, "2 of 3 viewers have asked for a clip; ann was first."),
        (ClipCallStatus.REPEATED, "2 of 3 viewers have asked for a clip; ann was first."),
        (ClipCallStatus.REACHED, "A clip of 3:12 is being made; ann asked for it first."),
        (ClipCallStatus.JOINED, "A clip of 3:12 was already being made; ann asked for it first."),
        (ClipCallStatus.KNOWN, "ann already asked for a clip of 3:12."),
    ],
)
def test_viewers_are_told_how_far_they_are(status, sentence):
    call = ClipCall(status=status, callers=2, needed=3, asked_by="ann", moment_seconds=192.0)

    assert describe_call(call) == sentence


def test_a_strange_name_and_a_moment_before_the_stream_are_shown_all_the_same():
    call = ClipCall(
        status=ClipCallStatus.REACHED,
        callers=3,
        needed=3,
        asked_by="a\u202enn\n" * 40,
        moment_seconds=-7.0,
    )

    said = describe_call(call)

    assert said.startswith("A clip of 0:00 is being made; ann ann")
    assert len(said) < 100
    assert said.isprintable()
