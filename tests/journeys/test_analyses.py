"""A video is analysed from Discord: offered with its price, followed, called off, tried again."""

import asyncio

import pytest

from core.domain.work.ids import AssetId
from core.domain.work.job import JobKind, JobStatus
from core.errors import ExternalFailure
from tests.builders import make_asset, make_test_ulid
from tests.fakes.media import FakeSignalReader
from tests.fakes.understanding import FakeVideoAnalyst
from tests.journeys.discord_world import LOCAL, run_world, until
from tests.servers.discord import INSTALLER_ID, list_texts, open_discord

ASSET_ID = AssetId(make_test_ulid(9))


class GatedAnalyst(FakeVideoAnalyst):
    """Looks for as long as it is let."""

    def __init__(self):
        super().__init__()
        self.gate = asyncio.Event()

    async def understand(self, material):
        answer = await super().understand(material)
        await self.gate.wait()
        return answer


@pytest.fixture
async def discord():
    async with open_discord() as server:
        yield server
        assert server.faults == []


@pytest.fixture
async def guild(discord):
    return discord.add_guild()


async def add_video(world, tmp_path):
    source = tmp_path / "final.mp4"
    await asyncio.to_thread(source.write_bytes, b"a long video")
    key = f"creators/{LOCAL}/assets/9/source.mp4"
    await world.app.ports.storage.put_file(key, source)
    asset = make_asset(id=ASSET_ID, creator_id=LOCAL, title="The final", object_key=key)
    await world.app.ports.stores.assets.add_asset(asset)


async def type_command(world, guild, user_id, command, **options):
    asked = await world.discord.type_command(guild, user_id, command, **options)
    await asyncio.wait_for(asked.answered.wait(), 30)
    assert asked.after_seconds < 3
    return asked


async def list_analyses(world, status):
    page = await world.app.ports.stores.jobs.list_jobs(LOCAL, status)
    return [job for job in page.items if job.kind is JobKind.ANALYSE_ASSET]


async def test_a_video_is_offered_with_its_price_analysed_and_followed(discord, guild, tmp_path):
    model = GatedAnalyst()
    loud = FakeSignalReader(loud_at_seconds=(44.0,))
    async with run_world(discord, tmp_path, video_analyst=model, signals=loud) as world:
        await world.set_up(guild, INSTALLER_ID)
        await add_video(world, tmp_path)
        (choice,) = await discord.complete(guild, INSTALLER_ID, "video analyse", video="fin")
        assert choice == {"name": "The final (6:00)", "value": ASSET_ID}

        offer = await type_command(
            world, guild, INSTALLER_ID, "video analyse", video=choice["value"]
        )
        assert "a model is expected to cost $0.0011 for 1 part" in offer.texts[0]
        assert model.materials == []
        pressed = await discord.press_on(offer, INSTALLER_ID, "Analyse")
        await asyncio.wait_for(pressed.answered.wait(), 30)
        await until(lambda: model.materials != [])

        listed = await type_command(world, guild, INSTALLER_ID, "jobs")
        assert "Analysing a video" in listed.texts[0]
        model.gate.set()
        await until(lambda: any("1 clip made" in text for text in told(pressed)))

    assert discord.faults == []


async def test_where_nothing_stands_out_people_get_the_best_parts(discord, guild, tmp_path):
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        await add_video(world, tmp_path)
        offer = await type_command(world, guild, INSTALLER_ID, "video analyse", video=ASSET_ID)
        assert "No model is used" in offer.texts[0]

        pressed = await discord.press_on(offer, INSTALLER_ID, "Analyse")

        await until(lambda: any("3 clips wait for a decision" in text for text in told(pressed)))


async def test_work_is_called_off_and_tried_again_by_who_may(discord, guild, tmp_path):
    model = GatedAnalyst()
    async with run_world(discord, tmp_path, video_analyst=model) as world:
        await world.set_up(guild, INSTALLER_ID)
        fan = discord.add_member(guild, "fans")
        await add_video(world, tmp_path)
        offer = await type_command(world, guild, INSTALLER_ID, "video analyse", video=ASSET_ID)
        await discord.press_on(offer, INSTALLER_ID, "Analyse")
        await until(lambda: model.materials != [])
        (choice,) = await discord.complete(guild, INSTALLER_ID, "jobs", cancel="video")

        refused = await type_command(world, guild, fan, "jobs", cancel=choice["value"])
        assert "Only the creator, an editor or a moderator" in refused.texts[0]
        told_so = await type_command(world, guild, INSTALLER_ID, "jobs", cancel=choice["value"])

        assert "Called off: Analysing a video" in told_so.texts[0]
        assert len(await list_analyses(world, JobStatus.CANCELLED)) == 1
        again = await type_command(world, guild, INSTALLER_ID, "jobs", retry=choice["value"])
        assert "cannot be tried again" in again.texts[0]


class BrokenReader(FakeSignalReader):
    """Fails until it is mended."""

    is_broken = True

    async def read_signals(self, video, *, start_seconds, end_seconds):
        if self.is_broken:
            raise ExternalFailure("The disk is full: make room.", stage="signals")
        return await super().read_signals(
            video, start_seconds=start_seconds, end_seconds=end_seconds
        )


async def test_what_failed_is_tried_again_from_the_list(discord, guild, tmp_path):
    reader = BrokenReader()
    async with run_world(discord, tmp_path, signals=reader) as world:
        await world.set_up(guild, INSTALLER_ID)
        await add_video(world, tmp_path)
        offer = await type_command(world, guild, INSTALLER_ID, "video analyse", video=ASSET_ID)
        await discord.press_on(offer, INSTALLER_ID, "Analyse")
        while not await list_analyses(world, JobStatus.FAILED):  # noqa: ASYNC110 - it is a table
            await asyncio.sleep(0.02)
        (choice,) = await discord.complete(guild, INSTALLER_ID, "jobs", retry="disk")
        assert choice["name"] == "Analysing a video: The disk is full: make room."

        reader.is_broken = False
        told_so = await type_command(world, guild, INSTALLER_ID, "jobs", retry=choice["value"])

        assert "Started again: Analysing a video" in told_so.texts[0]
        while not await list_analyses(world, JobStatus.DONE):  # noqa: ASYNC110 - it is a table
            await asyncio.sleep(0.02)


async def test_strangers_analyse_nothing(discord, guild, tmp_path):
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        await add_video(world, tmp_path)
        fan = discord.add_member(guild, "fans")
        other_owner = discord.new_id()
        other = discord.add_guild(owner_id=other_owner)
        await discord.announce(other)
        await world.set_up(other, other_owner)

        assert await discord.complete(other, other_owner, "video analyse", video="") == []
        foreign = await type_command(world, other, other_owner, "video analyse", video=ASSET_ID)
        assert "no such" in foreign.texts[0]
        refused = await type_command(world, guild, fan, "video analyse", video=ASSET_ID)
        assert "Only the creator, an editor or a moderator" in refused.texts[0]


def told(interaction):
    return [text for message in interaction.messages for text in list_texts(message)]
