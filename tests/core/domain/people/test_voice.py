from core.domain.people.voice import PLAIN_VOICE, Tone


def test_who_says_nothing_is_spoken_of_politely_in_english():
    assert (PLAIN_VOICE.tone, PLAIN_VOICE.language) == (Tone.POLITE, "en")
