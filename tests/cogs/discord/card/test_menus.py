"""What the entries do is walked through in tests/journeys/test_discord_menus.py."""

from typing import Any

from bot.discord_client import COGS, DiscordClient, open_to_members


async def test_a_card_has_three_entries_that_members_of_servers_may_use():
    nobody: Any = None
    bot = DiscordClient(nobody)
    for cog in COGS:
        await cog.setup(bot)
    open_to_members(bot.tree)
    menus = [c for c in (c.to_dict(bot.tree) for c in bot.tree.get_commands()) if c["type"] == 3]
    await bot.close()

    assert {menu["name"] for menu in menus} == {"Publish now", "Edit", "Why"}
    for menu in menus:
        assert menu["contexts"] == [0]
        assert menu["integration_types"] == [0]
        assert menu["default_member_permissions"] is not None
