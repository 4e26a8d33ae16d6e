from cogs.discord.team.confirming import Confirmation


async def test_a_question_has_one_button_that_says_what_it_does():
    async def act(interaction):
        return "done"

    (row,) = Confirmation(act, label="Hand over").to_components()

    (button,) = row["components"]
    assert (button["label"], button["style"]) == ("Hand over", 4)
