from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.hearing.heard_line import HeardLine
from core.domain.chat.line_reading import read_line


def test_a_line_is_taken_apart_into_what_was_said_and_who_said_it():
    message = ChatMessage(offset_seconds=1.0, chatter="ann", text="POG")

    said, reading, is_newcomer = HeardLine(message, read_line("POG"), True)

    assert (said, reading, is_newcomer) == (message, read_line("POG"), True)
