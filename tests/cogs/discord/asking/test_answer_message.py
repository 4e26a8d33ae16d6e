from typing import Any, cast

from cogs.discord.asking.answer_message import AnswerMessage, cut, write_answer
from core.domain.asking.answer import Answer
from core.domain.asking.tool_result import Link
from tests.fakes.time_and_ids import FakeClock


class Edited:
    """An interaction that keeps what its answer was changed to."""

    def __init__(self):
        self.texts = []

    async def edit_original_response(self, *, content, **_):
        self.texts.append(content)


async def test_an_answer_is_edited_at_most_every_1_2_seconds():
    clock, interaction = FakeClock(), Edited()
    message = AnswerMessage(cast(Any, interaction), clock)

    for number in range(100):
        await message.show(f"Sentence {number}")
        clock.advance(0.1)

    assert len(interaction.texts) == 9
    assert message.edits == 9


def test_a_message_fits_and_nothing_in_it_is_markdown_or_a_mention():
    hostile = Answer(
        text="@everyone **bold** <@1> [x](https://evil.example) " * 200,
        basis="Report: clips",
        links=tuple(Link(label="[a](b) <@2>", path=f"/clips/{n}") for n in range(9)),
        taken_out=2,
    )

    text = write_answer(hostile, page_url="https://truss.example/")

    assert len(text) <= 2000
    assert "@everyone" not in text.replace("\\@everyone", "")
    assert "](https" not in text
    assert "](<https://truss.example/clips/0>)" in text
    assert "Taken out: 2 figures" in text
    assert text.splitlines()[-1].startswith("-# Report")


def test_without_an_address_there_are_no_links():
    told = Answer(text="A", basis="B", links=(Link(label="x", path="/x"),))

    assert write_answer(told, page_url="") == "A\n-# B"


def test_a_cut_never_ends_within_an_escape():
    assert cut("ab\\.cd", 4) == "ab…"
    assert cut("short", 10) == "short"
