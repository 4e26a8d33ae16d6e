from core.adapters.chat_logs.json_dialect import as_mapping, find_kind, has_badge
from core.domain.chat.chat_message import NoticeKind


def test_a_moderator_is_known_by_a_badge():
    assert has_badge([{"name": "subscriber"}, {"name": "Moderator"}], "name")
    assert not has_badge([{"name": "subscriber"}, {"name": 7}, None], "name")
    assert not has_badge("moderator", "name")


def test_values_of_other_types_are_nothing():
    assert as_mapping([1]) == {}
    assert find_kind(7) is None
    assert find_kind("raid") is NoticeKind.RAID
