from functools import partial

from core.domain.chat.chat_message import ChatNotice, NoticeKind
from core.domain.chat.chat_spike import ChatLine
from core.domain.chat.spike_ripening import Ripening
from tests.builders import make_spike

ALARM = make_spike(score=12.0, threshold=10.0, chatters=12)


def _give(spike):
    return spike


def _follow(*scores):
    """Start at second 100 and give one score a second; return what was ripe, and when."""
    ripening = Ripening()
    ripening.start(ALARM, 100)
    found = []
    for second, score in enumerate(scores, start=101):
        strongest = make_spike(
            detected_at_seconds=999.0, peak_seconds=999.0, score=score, chatters=int(score)
        )
        ripening.follow(second, score, partial(_give, strongest))
        if ripe := ripening.take():
            found.append((second, ripe))
    return ripening, found


def test_the_strongest_second_is_the_evidence():
    _, found = _follow(20.0, 40.0, 30.0, 20.0)  # 20 is below 0.6 x 40

    (second, ripe) = found[0]
    assert (second, ripe.score, ripe.chatters) == (104, 40.0, 40)
    assert (ripe.detected_at_seconds, ripe.peak_seconds, ripe.threshold) == (131.0, 128.0, 10.0)
    assert len(found) == 1


def test_ten_seconds_are_enough():
    _, found = _follow(*[20.0 + n for n in range(12)])  # rises to 29 in the tenth second

    assert [(second, ripe.score) for second, ripe in found] == [(111, 29.0)]


def test_what_does_not_grow_stays_as_it_was():
    _, found = _follow(11.0, 3.0)

    assert [ripe for _, ripe in found] == [ALARM]


def test_the_end_gives_what_was_growing_once():
    ripening, found = _follow(20.0)

    assert found == []
    assert ripening.finish().score == 20.0
    assert ripening.finish() is None


def test_the_next_spike_makes_the_last_one_ripe():
    ripening, _ = _follow(20.0)

    ripening.start(make_spike(detected_at_seconds=140.0), 105)

    assert ripening.take().score == 20.0
    assert ripening.finish().detected_at_seconds == 140.0


def test_without_a_spike_nothing_is_followed():
    ripening = Ripening()

    ripening.follow(1, 50.0, lambda: ALARM)

    assert ripening.take() is None
    assert ripening.finish() is None


def test_a_deleted_line_is_evidence_no_more_however_far_it_has_grown():
    lines = tuple(
        ChatLine(offset_seconds=100.0, chatter=name, text="Pog", message_id=name)
        for name in ("ann", "bob")
    )
    ripening = Ripening()
    ripening.forget(ban("ann"))  # nothing is growing yet
    ripening.start(make_spike(strongest=lines), 100)

    ripening.forget(ban("ann"))

    ripe = ripening.finish()
    assert ripe is not None
    assert ripe.strongest == lines[1:]


def ban(chatter):
    return ChatNotice(offset_seconds=101.0, kind=NoticeKind.TIMEOUT, chatter=chatter)
