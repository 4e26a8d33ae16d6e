from dataclasses import replace

import pytest

from core.domain.people.actor import Role
from core.domain.publishing.publish_target import PostChoices, Privacy, PublishTarget
from core.domain.work.platform import Platform
from core.errors import Forbidden, InvalidInput
from tests.builders import NOON, make_actor
from tests.core.services.publishing.test_target_places import make_token
from tests.fakes.app import make_app

ADA = make_actor()
MODERATOR = make_actor(role=Role.MODERATOR)
FOLDER = PublishTarget(platform=Platform.FOLDER)
TIKTOK = PublishTarget(platform=Platform.TIKTOK)
YOUTUBE = PublishTarget(platform=Platform.YOUTUBE, account_id="UC1")


@pytest.fixture
async def app(tmp_path):
    app = make_app(tmp_path)
    for platform, account_id in ((Platform.YOUTUBE, "UC1"), (Platform.TIKTOK, "open-1")):
        await app.ports.stores.tokens.link_account(make_token(platform, account_id))
    return app


async def test_targets_are_chosen_changed_and_removed(app):
    first = await app.publishing.settings.set_target(ADA, YOUTUBE)
    second = await app.publishing.settings.set_target(ADA, FOLDER)
    changed = await app.publishing.settings.set_target(ADA, replace(YOUTUBE, tags=("ace",)))
    removed = await app.publishing.settings.remove_target(ADA, Platform.FOLDER)

    assert first.targets == (YOUTUBE,)
    assert second.targets == (YOUTUBE, FOLDER)
    assert changed.targets == (FOLDER, replace(YOUTUBE, tags=("ace",)))
    assert removed.targets == (replace(YOUTUBE, tags=("ace",)),)
    assert await app.publishing.settings.get_targets(ADA) == removed


@pytest.mark.parametrize("account_id", ["", "x", "#general", "\u0661\u0662"])
async def test_a_target_in_discord_must_be_a_channel(app, account_id):
    target = PublishTarget(platform=Platform.DISCORD, account_id=account_id)

    with pytest.raises(InvalidInput, match="Choose the channel"):
        await app.publishing.settings.set_target(ADA, target)

    assert target not in (await app.publishing.settings.get_targets(ADA)).targets


async def test_what_a_person_says_about_posting_is_kept_with_their_name(app):
    choices = PostChoices(
        privacy=Privacy.FRIENDS, allows_comments=True, chosen_by="somebody", chosen_at=NOON
    )

    kept = await app.publishing.settings.choose_posting(ADA, TIKTOK, choices)

    assert kept.targets == (
        replace(
            TIKTOK,
            choices=replace(choices, chosen_by="web", chosen_at=app.ports.clock.now()),
        ),
    )


async def test_slots_are_set_as_people_write_them(app):
    await app.publishing.settings.set_slots(ADA, "Mon 18:00")

    assert len((await app.publishing.settings.get_slots(ADA)).slots) == 1


async def test_only_who_may_changes_them(app):
    settings = app.publishing.settings

    for call in (
        settings.set_slots(MODERATOR, "none"),
        settings.set_target(MODERATOR, FOLDER),
        settings.remove_target(MODERATOR, Platform.FOLDER),
    ):
        with pytest.raises(Forbidden):
            await call
