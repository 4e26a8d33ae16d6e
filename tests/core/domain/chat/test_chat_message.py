from core.domain.chat.chat_message import ChatNotice, NoticeKind


def test_a_notice_of_unknown_size_counts_as_one():
    assert ChatNotice(offset_seconds=1.0, kind=NoticeKind.RAID).size == 1
