from cogs.discord.card.why import PICTURE


def test_the_picture_is_named_as_the_card_refers_to_it():
    assert PICTURE.endswith(".png")
