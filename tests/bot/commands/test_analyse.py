import json
import os

import pytest

from bot.commands.analyse import analyse_video
from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.detector_memory import DetectorMemory
from core.errors import InvalidInput
from tests.builders import CREATOR, make_actor, make_spike
from tests.fakes.app import make_app
from tests.fakes.chat_logs import FakeChatLog, FakeChatLogReader
from tests.fakes.media import FakeSignalReader
from tests.fakes.understanding import FakeVideoAnalyst


class OneSpike:
    """Hears an eruption in the second message, whatever it is tuned to."""

    def __init__(self):
        self._heard = 0

    def hear(self, event):
        self._heard += 1
        return make_spike() if self._heard == 2 else None

    def take_ripe(self):
        return None

    def take_missed(self):
        return ()

    def finish(self):
        return None

    def memory(self):
        return DetectorMemory()


class Terminal:
    """One workspace, and the command as somebody types it."""

    def __init__(self, folder, analyst=None):
        chat = folder / "chat.csv"
        chat.write_text("")
        messages = [
            ChatMessage(offset_seconds=float(n), chatter=f"c{n}", text="NO WAY") for n in range(3)
        ]
        self.app = make_app(
            folder,
            signals=FakeSignalReader(loud_at_seconds=(44.0,)),
            chat_logs=FakeChatLogReader({chat: FakeChatLog(messages)}),
            make_detector=lambda *_: OneSpike(),
            video_analyst=analyst,
        )
        self.video, self.chat = folder / "my stream.mp4", chat
        self.video.write_bytes(b"a video")

    async def type(self, *, chat=False, as_json=False):
        return await analyse_video(
            self.app,
            make_actor(),
            video=self.video,
            chat=self.chat if chat else None,
            as_json=as_json,
        )


@pytest.fixture
def terminal(tmp_path):
    return Terminal(tmp_path)


async def test_chapters_and_moments_are_printed_with_their_reasons(terminal, capsys):
    assert await terminal.type() == 0

    out, err = capsys.readouterr()
    assert "1 moments" in out
    assert "at 0:44" in out
    assert "dB above the usual level" in out
    assert "Looked at 6:00 of video" in err


async def test_json_is_one_object_with_everything(terminal, capsys):
    await terminal.type(chat=True, as_json=True)

    found = json.loads(capsys.readouterr().out)
    assert found["asset"]["title"] == "my stream"
    assert found["chapters"][0]["start_s"] == 0
    assert found["chapters"][-1]["end_s"] == 360.0
    loud, chat = found["moments"]
    assert (loud["evidence"], chat["evidence"]) == ("loudness", "chat")
    assert sum(part["points"] for part in loud["parts"]) == loud["virality_score"]
    clips = (await terminal.app.ports.stores.clips.list_clips(CREATOR)).items
    assert {clip.id for clip in clips} == {loud["clip_id"], chat["clip_id"]}
    assert found["cost_usd"] == 0


@pytest.mark.parametrize("name", [b"\xff\xfe.mp4", b"two\nlines.mp4", b"-v [bold]x[nope].mp4"])
async def test_a_video_of_any_name_is_analysed_and_known_again(terminal, name, capsys):
    """A name that is no text once ended in a traceback."""
    terminal.video = terminal.video.rename(terminal.video.with_name(os.fsdecode(name)))

    await terminal.type()
    assert await terminal.type() == 0

    (asset,) = (await terminal.app.ports.stores.assets.list_assets(make_actor().creator_id)).items
    assert asset.title.encode() == asset.title.strip().encode()
    assert "\n" not in asset.title
    capsys.readouterr()


async def test_a_chat_that_cannot_be_read_imports_no_video(terminal):
    terminal.chat = terminal.chat.with_name("caht.csv")

    with pytest.raises(InvalidInput):
        await terminal.type(chat=True)

    assert (await terminal.app.ports.stores.assets.list_assets(make_actor().creator_id)).items == ()


async def test_a_chat_is_heard_once_and_makes_no_clips_by_itself(terminal, capsys):
    await terminal.type(chat=True)
    await terminal.type(chat=True)

    streams = (await terminal.app.ports.stores.streams.list_streams(CREATOR)).items
    clips = (await terminal.app.ports.stores.clips.list_clips(CREATOR)).items
    assets = (await terminal.app.ports.stores.assets.list_assets(CREATOR)).items
    assert [stream.title for stream in streams] == ["chat.csv"]
    assert streams[0].asset_id == assets[0].id
    assert len(assets) == 1
    assert sorted(clip.start_seconds for clip in clips) == [40.0, 103.0]  # the analysis' own


async def test_what_a_model_would_take_is_said_before(tmp_path, capsys):
    terminal = Terminal(tmp_path, FakeVideoAnalyst())

    await terminal.type(as_json=True)

    out, err = capsys.readouterr()
    assert "$0.0011 for 1 part; $5.00 of this month's budget is left" in err
    assert json.loads(out)["model"] == "a model"
