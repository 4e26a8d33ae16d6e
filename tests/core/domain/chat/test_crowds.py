import pytest

from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind
from core.domain.chat.chat_spike import SpikeTuning
from core.domain.chat.crowds import Crowd, QuietTimes, count_one_text, is_raid
from core.domain.chat.detector_memory import NEVER
from core.domain.chat.hearing.heard_line import HeardLine
from core.domain.chat.line_reading import read_line
from core.domain.chat.spike_score import CrowdCounts, score_crowd

_USUAL = CrowdCounts(2, 1.5, 2, 1.5)


def _crowd(texts, *, newcomers=0, usual_newcomers=0.1, old=0):
    """So many people as texts; the first `newcomers` of them are new, `old` lines are old."""
    lines = [
        HeardLine(
            ChatMessage(offset_seconds=100.0, chatter=f"viewer{number}", text=text),
            read_line(text),
            number < newcomers,
        )
        for number, text in enumerate(texts)
    ]
    counts = CrowdCounts(*[len(texts)] * 4)
    return Crowd(
        lines=lines,
        old=old,
        usual=_USUAL,
        usual_newcomers=usual_newcomers,
        score=score_crowd(counts, _USUAL),
        threshold=10.0,
    )


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["pizza"] * 40, True),
        (["pizza", "Pizza!", "PIZZA pizza", "pizza now"] * 10, True),
        (["PogChamp marmot gang"] * 40, True),  # a copy with a reaction in it
        (["KEKW"] * 40, False),  # one text, but a reaction
        (["KEKW", "LUL", "what", "Pog"] * 10, False),
        (["pizza"] * 15 + ["KEKW", "LUL", "WTF"] * 8, False),  # enough react besides
        (["the map feels fine today"] * 40, False),  # counts for nothing anyway
    ],
)
def test_a_wave_of_one_text_is_seen_through(texts, expected):
    assert (count_one_text(_crowd(texts)) > 0) is expected


def test_old_lines_do_not_count_as_recent():
    """What remains is 9 people: 6.5 of the 10 needed, and 8.6 more when they are recent."""
    texts = ["KEKW", "LUL", "Pog"] * 3 + ["pizza"] * 30

    assert count_one_text(_crowd(texts, old=0)) == 0
    assert count_one_text(_crowd(texts, old=39)) == 30


@pytest.mark.parametrize(
    ("texts", "newcomers", "usual_newcomers", "expected"),
    [
        (["PogChamp marmots"] * 40, 38, 0.1, True),
        (["PogChamp marmots"] * 40, 38, 0.9, False),  # so many are always new here
        (["PogChamp marmots"] * 40, 10, 0.1, False),  # most are regulars
        ([f"Pog{n} w{n}" for n in range(40)], 38, 0.1, False),  # each says something else
        (["PogChamp"] * 20 + ["KEKW"] * 20, 20, 0.1, False),  # the regulars alone are a moment
    ],
)
def test_a_raid_is_strangers_who_write_alike(texts, newcomers, usual_newcomers, expected):
    crowd = _crowd(texts, newcomers=newcomers, usual_newcomers=usual_newcomers)

    assert is_raid(crowd) is expected


@pytest.mark.parametrize(
    ("notices", "until"),
    [
        ([(10.0, NoticeKind.RAID, 50)], 100.0),  # 10 + 90
        ([(10.0, NoticeKind.SUB_GIFT, 1)], NEVER),
        ([(10.0, NoticeKind.SUB_GIFT, 5)], 55.0),  # 10 + 45
        ([(10.0, NoticeKind.SUB_GIFT, 1)] * 2 + [(30.0, NoticeKind.SUB_GIFT, 1)], 75.0),
        ([(10.0, NoticeKind.SUB_GIFT, 1)] * 2 + [(80.0, NoticeKind.SUB_GIFT, 1)], NEVER),
        ([(10.0, NoticeKind.HYPE_TRAIN, 1)], 55.0),
        ([(10.0, NoticeKind.ANNOUNCEMENT, 1)], NEVER),
        ([(10.0, NoticeKind.RAID, 50), (12.0, NoticeKind.SUB_GIFT, 5)], 100.0),  # the later one
    ],
)
def test_a_notice_explains_a_crowd_for_a_while(notices, until):
    quiet = QuietTimes(SpikeTuning())
    for now, kind, size in notices:
        quiet.hear(ChatNotice(offset_seconds=0.0, kind=kind, size=size), now)

    assert quiet.until == until
