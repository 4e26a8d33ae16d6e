from core.domain.people.voice import PLAIN_VOICE


def test_what_is_published_is_plain_and_english_where_nobody_says_more():
    assert (PLAIN_VOICE.tone, PLAIN_VOICE.language) == (None, "en")
