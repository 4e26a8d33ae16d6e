import json
import re
import subprocess
from typing import Any

import pytest

from bot.bootstrap import open_connected
from bot.commands.replay import run_replay
from config.settings import load_settings
from core.adapters.ffmpeg.supply import choose_executable
from core.domain.streams.twitch_channel import ChannelTuning
from core.domain.work.ids import CreatorId
from core.errors import InvalidInput
from tests.builders import make_facts
from tests.fakes.charts import FakePainter
from tests.fakes.media import FakeAnalyst, FakeProber, FakeRenderer, FakeSignalReader
from tests.fakes.ports import with_ports
from tests.fakes.sound import SoundReader
from tests.fakes.vision import FakeFacecamFinder, FakeSubjectTracker

FAKES: dict[str, Any] = {
    "prober": FakeProber(default=make_facts(duration_seconds=720.0)),
    "signals": FakeSignalReader(),
    "renderer": FakeRenderer(),
    "analyst": FakeAnalyst(),
    "facecams": FakeFacecamFinder(),
    "tracker": FakeSubjectTracker(),
}


@pytest.fixture
def chat(tmp_path):
    """Twelve minutes of small talk with one eruption of 45 people at 500 s."""
    rows = [
        f"{t},viewer{t % 37},we are talking about the weather number {t}" for t in range(0, 720, 2)
    ]
    rows += [f"{500 + n * 0.2:.1f},fan{n},{('LETS GOOO', 'POG', 'WOW')[n % 3]}" for n in range(45)]
    rows.sort(key=lambda row: float(row.split(",")[0]))
    path = tmp_path / "chat.csv"
    path.write_text("t_seconds,user,text\n" + "\n".join(rows) + "\n")
    return path


@pytest.fixture
def settings(tmp_path):
    return load_settings(home=tmp_path / "home")


async def test_a_log_of_times_of_day_counts_from_the_offset_given(settings, chat, tmp_path, capsys):
    rows = [line.split(",") for line in chat.read_text().splitlines()[1:]]
    clocked = tmp_path / "clocked.csv"
    clocked.write_text(
        "time,user,message\n"
        + "".join(f"{1779548575 + float(t)},{user},{text}\n" for t, user, text in rows)
    )

    told = []
    for offset in (None, 30.0):
        await run_replay(settings, chat=clocked, video=None, out=None, as_json=True, offset=offset)
        told.append(capsys.readouterr())

    peaks = [json.loads(one.out.splitlines()[0])["peak_s"] for one in told]
    assert peaks[1] == pytest.approx(peaks[0] + 30)
    assert "--offset" in told[0].err
    assert "--offset" not in told[1].err


async def test_each_spike_is_one_line_of_json(settings, chat, capsys):
    status = await run_replay(settings, chat=chat, video=None, out=None, as_json=True)

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert status == 0
    assert len(lines) == 1
    spike = lines[0]
    assert 500 < spike["detected_at_s"] < 515
    assert spike["start_s"] < 500 < spike["end_s"]
    assert spike["end_s"] - spike["start_s"] <= 30
    assert spike["chatters"] > spike["usual_chatters"]
    assert spike["reaction"] == "hype"
    assert spike["evidence"]


async def test_a_chat_that_is_cut_off_gives_the_same_spikes_up_to_there(
    settings, chat, tmp_path, capsys
):
    """What was reported live would have been reported the same way."""
    await run_replay(settings, chat=chat, video=None, out=None, as_json=True)
    whole = capsys.readouterr().out
    lines = chat.read_text().splitlines(keepends=True)
    cut = tmp_path / "cut.csv"

    for count in (len(lines) // 2, len(lines) * 3 // 4, len(lines) - 5):
        cut.write_text("".join(lines[:count]))
        await run_replay(settings, chat=cut, video=None, out=None, as_json=True)

        assert whole.startswith(capsys.readouterr().out)


async def test_the_strongest_spike_comes_first_where_that_is_asked_for(settings, chat, capsys):
    """By the strength that a moment had in the end, not that at which it was noticed."""
    header, *rows = chat.read_text().splitlines()
    rows += [f"{250 + n * 0.2:.1f},fan{n},{('LETS GOOO', 'POG', 'WOW')[n % 3]}" for n in range(30)]
    rows.sort(key=lambda row: float(row.split(",")[0]))
    chat.write_text("\n".join([header, *rows]) + "\n")
    found = []

    for by_strength in (False, True):
        await run_replay(
            settings, chat=chat, video=None, out=None, as_json=True, by_strength=by_strength
        )
        found.append([json.loads(line) for line in capsys.readouterr().out.splitlines()])

    in_time, strongest = found
    assert [spike["peak_s"] < 400 for spike in in_time] == [True, False]
    assert [spike["peak_s"] < 400 for spike in strongest] == [False, True]
    assert strongest[0]["score"] > strongest[1]["score"] > in_time[0]["score"]


async def test_without_json_people_read_sentences(settings, chat, capsys):
    await run_replay(settings, chat=chat, video=None, out=None, as_json=False)

    text = capsys.readouterr().out
    assert "8:2" in text
    assert "people wrote" in text


@pytest.fixture
def asking(chat):
    """The same chat, in which three viewers ask for a clip of something at 300 s."""
    rows = chat.read_text().splitlines()
    asked = [f"{310 + n},{name},!clip the save" for n, name in enumerate(("ann", "bob", "cid"))]
    rows[1:] = sorted(rows[1:] + asked, key=lambda row: float(row.split(",")[0]))
    chat.write_text("\n".join(rows) + "\n")
    return chat


async def test_people_read_how_far_viewers_are_who_ask_for_a_clip(settings, asking, capsys):
    await run_replay(settings, chat=asking, video=None, out=None, as_json=False)

    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert lines[:3] == [
        "5:10  1 of 3 viewers have asked for a clip; ann was first.",
        "5:11  2 of 3 viewers have asked for a clip; ann was first.",
        "5:12  A clip of 5:02 is being made; ann asked for it first.",
    ]
    assert "ann asked for a clip of it first." in lines[3]


async def test_who_asked_first_is_in_the_json(settings, asking, tmp_path, capsys):
    video = tmp_path / "stream.mp4"
    video.write_bytes(b"a video")

    for given in ({"video": None}, {"video": video}):
        await run_replay(
            settings,
            chat=asking,
            out=tmp_path / "out",
            as_json=True,
            **given,
            adapt=with_ports(**FAKES),
        )
        spikes = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert [spike["asked_by"] for spike in spikes] == ["ann", None]


async def test_a_channel_is_heard_as_it_was_learned_and_goes_on_teaching(
    settings, chat, tmp_path, capsys
):
    """What is approved to show a replay's clips is nobody's judgement."""
    video = tmp_path / "stream.mp4"
    video.write_bytes(b"a video")
    await teach(settings, "ann", {"rejected hype": 40.0})

    for channel in (None, "Ann", "@ann", "other"):
        out = tmp_path / "out"
        await run_replay(
            settings,
            chat=chat,
            video=video,
            out=out,
            as_json=True,
            channel=channel,
            adapt=with_ports(**FAKES),
        )
        printed = capsys.readouterr()
        is_anns = channel in {"Ann", "@ann"}
        assert len(printed.out.splitlines()) == 1
        assert ("0 of 40 clips from chat were approved" in printed.err) is is_anns
        assert ("Nothing has been approved" in printed.err) is (channel == "other")


async def teach(settings, broadcaster_id, values):
    async with open_connected(settings, publish_folder=settings.home) as app:
        await app.ports.stores.tunings.save_tuning(
            ChannelTuning(
                creator_id=CreatorId(settings.creator_id),
                broadcaster_id=broadcaster_id,
                values=values,
            )
        )


async def test_a_replay_with_a_channel_measures_how_late_chat_is(settings, tmp_path, capsys):
    """Ten bursts, each 6 s after a loud second of the video."""
    loud = [200.0 + 97.0 * n for n in range(10)]
    chat = tmp_path / "chat.csv"
    rows = [f"{t},viewer{t % 37},about the weather number {t}" for t in range(0, 1300, 2)]
    for at in loud:
        rows += [f"{at + 6 + n * 0.1:.1f},fan{n},POG" for n in range(30)]
    rows.sort(key=lambda row: float(row.split(",")[0]))
    chat.write_text("t_seconds,user,text\n" + "\n".join(rows) + "\n")
    video = tmp_path / "stream.mp4"
    video.write_bytes(b"a video")
    fakes = FAKES | {
        "prober": FakeProber(default=make_facts(duration_seconds=1400.0)),
        "signals": SoundReader(*loud),
    }

    often = load_settings(home=tmp_path / "home", spike={"spikes_an_hour": 60})
    await run_replay(
        often,
        chat=chat,
        video=video,
        out=tmp_path / "out",
        as_json=True,
        channel="ann",
        adapt=with_ports(**fakes),
    )

    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 10
    found = re.search(r"Chat reacts (\d+) s after the sound here", printed.err)
    assert found, printed.err
    assert abs(int(found[1]) - 6) <= 2


async def test_what_is_no_channel_is_refused_before_anything_is_heard(settings, chat, capsys):
    with pytest.raises(InvalidInput, match="name of a Twitch channel"):
        await run_replay(settings, chat=chat, video=None, out=None, as_json=True, channel="a b")

    assert capsys.readouterr().out == ""


async def test_a_picture_shows_the_stream(settings, chat, tmp_path):
    painter = FakePainter()
    picture = tmp_path / "chat.svg"

    await run_replay(
        settings,
        chat=chat,
        video=None,
        out=None,
        as_json=True,
        picture=picture,
        adapt=with_ports(charts=painter),
    )

    chart = painter.painted[picture]
    assert [500 <= spike.peak_seconds < 515 for spike in chart.spikes] == [True]
    assert max(point.messages_per_second for point in chart.rates) > 1


async def test_a_picture_of_another_kind_is_refused_before_anything_is_heard(
    settings, chat, tmp_path, capsys
):
    picture = tmp_path / "chat.gif"

    with pytest.raises(InvalidInput, match=r"\.png or \.svg"):
        await run_replay(settings, chat=chat, video=None, out=None, as_json=True, picture=picture)

    assert capsys.readouterr().out == ""


async def test_with_a_video_the_clips_lie_in_the_folder(settings, chat, tmp_path, capsys):
    video = tmp_path / "stream.mp4"
    video.write_bytes(b"a video")
    out = tmp_path / "out"

    status = await run_replay(
        settings, chat=chat, video=video, out=out, as_json=True, adapt=with_ports(**FAKES)
    )

    printed = capsys.readouterr()
    spike = json.loads(printed.out)
    assert status == 0, printed
    assert spike["clip"]["status"] == "published"
    assert sorted(path.name for path in out.rglob("*") if path.is_file()) == [
        "clip.json",
        "clip.mp4",
        "thumbnail.jpg",
    ]
    assert list((tmp_path / "home" / "replays").iterdir()) == []


async def test_a_spike_outside_of_the_video_is_said_so(settings, chat, tmp_path, capsys):
    """The chat went on after the recording: nothing is cut, and nobody wonders why."""
    video = tmp_path / "short.mp4"
    video.write_bytes(b"a video")
    short = FAKES | {"prober": FakeProber(default=make_facts(duration_seconds=100.0))}

    await run_replay(
        settings,
        chat=chat,
        video=video,
        out=tmp_path / "out",
        as_json=True,
        adapt=with_ports(**short),
    )

    assert "1 of 1 eruptions is outside the video" in capsys.readouterr().err


async def test_a_mistyped_name_opens_no_workspace(settings, tmp_path):
    with pytest.raises(InvalidInput, match="There is no file"):
        await run_replay(settings, chat=tmp_path / "caht.csv", video=None, out=None, as_json=False)

    assert not settings.home.exists()


async def test_a_quiet_chat_says_what_to_try(settings, tmp_path, capsys):
    quiet = tmp_path / "quiet.csv"
    quiet.write_text("t_seconds,user,text\n1,a,hello\nbroken\n5,b,hi\n")

    assert await run_replay(settings, chat=quiet, video=None, out=None, as_json=True) == 0

    printed = capsys.readouterr()
    assert printed.out == ""
    assert "No eruption was found" in printed.err
    assert "1 broken line" in printed.err


async def test_a_folder_that_cannot_be_written_is_one_sentence(settings, chat, tmp_path):
    video = tmp_path / "stream.mp4"
    video.write_bytes(b"a video")
    (tmp_path / "out").write_text("a file")

    with pytest.raises(InvalidInput, match="choose another --out"):
        await run_replay(
            settings,
            chat=chat,
            video=video,
            out=tmp_path / "out",
            as_json=True,
            adapt=with_ports(**FAKES),
        )


@pytest.fixture
def film(tmp_path):
    """Nine minutes of a calm small picture with a tone: the same 20 seconds again and again."""
    once, video = tmp_path / "once.mp4", tmp_path / "film.mp4"
    ffmpeg = (str(choose_executable(None)), "-v", "error")
    subprocess.run(
        [
            *(*ffmpeg, "-f", "lavfi", "-i", "gradients=s=320x180:r=10:d=20:seed=7,format=yuv420p"),
            *("-f", "lavfi", "-i", "sine=f=330:d=20", "-shortest"),
            *("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", str(once)),
        ],
        check=True,
    )
    again = ("-stream_loop", "26", "-i", str(once), "-c", "copy", str(video))
    subprocess.run([*ffmpeg, *again], check=True)
    return video


@pytest.mark.no_cover
@pytest.mark.ffmpeg
async def test_real_clips_come_out_of_a_real_video(chat, film, tmp_path, capsys, quick_ffmpeg):
    """Small and short on purpose, but every part is the real one."""
    settings = load_settings(
        home=tmp_path / "home", ffmpeg=quick_ffmpeg, spike={"lead_seconds": 8.5}
    )

    await run_replay(settings, chat=chat, video=film, out=tmp_path / "out", as_json=True)

    spike = json.loads(capsys.readouterr().out)
    assert spike["clip"]["virality_score"] in range(101)
    assert spike["clip"]["reasons"]
    clips = list((tmp_path / "out").glob("*/clip.mp4"))
    assert len(clips) == 1
