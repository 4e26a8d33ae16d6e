from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.chat_opening import ChatOpening


def said(at):
    return ChatMessage(offset_seconds=at, chatter="ann", text="hi")


def test_an_opening_begins_with_its_first_line_and_brings_all_into_order():
    opening = ChatOpening(20.0)
    assert not opening.is_over(500.0)

    for at in (105.0, 101.0, 110.0):
        opening.add(said(at))

    assert [opening.is_over(at) for at in (124.9, 125.0)] == [False, True]
    assert [event.offset_seconds for event in opening.list_events()] == [101.0, 105.0, 110.0]
