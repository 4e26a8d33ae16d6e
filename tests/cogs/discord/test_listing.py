from cogs.discord.listing import PAGES_SECONDS, Pages


async def test_a_list_can_be_paged_for_less_than_discord_remembers_who_asked():
    async def read_page(cursor):
        return f"page {cursor}", None

    view = Pages(read_page, "2")

    assert view.timeout == PAGES_SECONDS < 15 * 60
    assert [getattr(button, "label", None) for button in view.children] == ["More"]
