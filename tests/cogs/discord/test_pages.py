from cogs.discord.pages import PAGES_SECONDS, Pages


async def test_a_list_can_be_paged_for_less_than_discord_remembers_who_asked():
    async def read_page(cursor):
        return f"page {cursor}", None

    view = Pages(read_page, "2")

    assert view.timeout == PAGES_SECONDS < 15 * 60
    assert [getattr(button, "label", None) for button in view.children] == ["More"]


async def test_the_button_is_named_in_the_readers_language():
    async def read_page(_cursor):
        return "", None

    assert Pages(read_page, "1").show_more.label == "More"
    assert Pages(read_page, "1", {"More": "Mehr"}.__getitem__).show_more.label == "Mehr"
