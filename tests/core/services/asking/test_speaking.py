from core.domain.asking.figures import KnownFigures
from core.services.asking.speaking import CHARACTERS_MAX, Speaking


async def test_a_sentence_is_shown_when_it_is_whole_and_checked():
    shown = []

    async def show(text):
        shown.append(text)

    speaking = Speaking(KnownFigures(numbers={5.0}), show)
    for piece in ("It has 5", "0 views", ". It has 5 likes", ". And"):
        await speaking.take(piece)

    assert shown == ["It has […] views. ", "It has […] views. It has 5 likes. "]
    assert await speaking.end() == "It has […] views. It has 5 likes. And"
    assert speaking.taken_out == 1


async def test_what_was_said_before_a_call_is_forgotten():
    speaking = Speaking(KnownFigures(), None)
    await speaking.take("Let me see 99. ")
    speaking.restart()
    await speaking.take("Nothing.")

    assert await speaking.end() == "Nothing."
    assert speaking.taken_out == 0


async def test_an_answer_without_end_has_an_end():
    speaking = Speaking(KnownFigures(), None)
    for _ in range(1000):
        await speaking.take("And so on. ")

    assert len(await speaking.end()) <= CHARACTERS_MAX + 1
