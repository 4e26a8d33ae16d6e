import pytest

from core.domain.people.preferences import Digest, Wants
from core.domain.people.voice import Tone
from core.errors import Forbidden, InvalidInput
from core.services.people.creator_settings import SettingsWish
from core.services.people.personal_preferences import PersonalWish
from tests.core.services.learning.learning_world import EDITOR, MODERATOR, OWNER, LearningWorld

MINE = PersonalWish(
    display_name="Ada",
    tone=Tone.SARCASTIC,
    language="DE",
    time_zone="Europe/Berlin",
    daily_clips=3,
    monthly_clips=60,
    digest=Digest.DAILY,
    digest_hour=7,
    quiet_hours="22-6",
)


@pytest.fixture
def world(tmp_path):
    return LearningWorld(tmp_path)


async def test_a_person_wins_over_the_creator_and_the_creator_over_the_default(world):
    wants = world.insights.wants
    assert await wants.read(MODERATOR) == Wants()

    profile = SettingsWish(tone=Tone.BRUTAL, display_name="The Den", time_zone="Asia/Tokyo")
    await world.app.people.settings.change_settings(OWNER, profile)
    await wants.change(OWNER, PersonalWish(daily_clips=1, quiet_hours="1-5"), for_all=True)
    theirs = await wants.read(MODERATOR)
    assert (theirs.tone, theirs.display_name, theirs.time_zone) == (
        Tone.BRUTAL,
        "The Den",
        "Asia/Tokyo",
    )
    assert (theirs.daily_clips, theirs.quiet_until_hour) == (1, 5)

    mine = await wants.change(MODERATOR, MINE)
    assert mine == Wants(
        display_name="Ada",
        tone=Tone.SARCASTIC,
        language="de",
        time_zone="Europe/Berlin",
        daily_clips=3,
        monthly_clips=60,
        digest=Digest.DAILY,
        digest_hour=7,
        quiet_from_hour=22,
        quiet_until_hour=6,
    )
    assert await wants.read(EDITOR) == theirs


async def test_what_is_unsaid_follows_again_and_zero_is_a_word_of_ones_own(world):
    wants = world.insights.wants
    await wants.change(OWNER, PersonalWish(daily_clips=2, quiet_hours="1-5"), for_all=True)
    await wants.change(MODERATOR, MINE)

    none = await wants.change(MODERATOR, PersonalWish(daily_clips=0, quiet_hours=""))
    assert (none.daily_clips, none.quiet_from_hour, none.quiet_until_hour) == (0, 0, 0)

    names = frozenset({"daily_clips", "quiet_hours", "tone", "version", "person_id"})
    back = await wants.change(MODERATOR, PersonalWish(forgotten=names))
    assert (back.daily_clips, back.quiet_until_hour, back.tone) == (2, 5, Tone.POLITE)


@pytest.mark.parametrize(
    "wish",
    [
        PersonalWish(tone=Tone.BRUTAL, display_name="?"),
        PersonalWish(tone=Tone.BRUTAL, display_name="x" * 81),
        PersonalWish(tone=Tone.BRUTAL, language="english please"),
        PersonalWish(tone=Tone.BRUTAL, time_zone="Mars/Olympus"),
        PersonalWish(tone=Tone.BRUTAL, time_zone="../../etc/passwd"),
        PersonalWish(tone=Tone.BRUTAL, daily_clips=51),
        PersonalWish(tone=Tone.BRUTAL, monthly_clips=-1),
        PersonalWish(tone=Tone.BRUTAL, digest_hour=24),
        PersonalWish(tone=Tone.BRUTAL, quiet_hours="all night"),
    ],
)
async def test_what_cannot_be_changes_nothing(world, wish):
    with pytest.raises(InvalidInput):
        await world.insights.wants.change(OWNER, wish)

    assert await world.insights.wants.read(OWNER) == Wants()


async def test_only_owner_and_editors_speak_for_all(world):
    with pytest.raises(Forbidden):
        await world.insights.wants.change(MODERATOR, MINE, for_all=True)


async def test_what_is_published_sounds_plain_whatever_people_want(world):
    """A person's tone, and the creator's, are for people; strangers read another voice."""
    await world.insights.wants.change(OWNER, MINE)
    await world.app.people.settings.change_settings(OWNER, SettingsWish(tone=Tone.BRUTAL))
    profile = await world.stores.profiles.get_profile(OWNER.creator_id)
    assert profile.voice.tone is None

    own = SettingsWish(published_tone=Tone.SARCASTIC)
    now = await world.app.people.settings.change_settings(OWNER, own)
    assert now.profile.voice.tone is Tone.SARCASTIC
    unsaid = SettingsWish(forgotten=frozenset({"published_tone"}))
    now = await world.app.people.settings.change_settings(OWNER, unsaid)
    assert now.profile.voice.tone is None


async def test_a_language_is_ones_own_or_the_creators_or_what_was_given(world):
    """English is what a profile begins with; said by somebody it counts as any other."""
    wants, creator = world.insights.wants, MODERATOR.creator_id

    assert await wants.find_language(creator, MODERATOR.person_id, otherwise="de") == "de"
    assert await wants.find_language(creator) == "en"

    for said in ("en", "fr"):
        await world.app.people.settings.change_settings(OWNER, SettingsWish(language=said))
        found = await wants.find_language(creator, MODERATOR.person_id, otherwise="de")
        assert found == said
    await wants.change(OWNER, PersonalWish(language="de"), for_all=True)
    assert await wants.find_language(creator) == "de"
    await wants.change(MODERATOR, PersonalWish(language="en"))
    assert await wants.find_language(creator, MODERATOR.person_id, otherwise="de") == "en"
