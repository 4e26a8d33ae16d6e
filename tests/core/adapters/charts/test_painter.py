import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from core.adapters.charts import FilePainter
from core.adapters.charts.marks import Text
from core.adapters.charts.painter import draw_stream
from core.domain.chat.chat_histogram import RatePoint
from core.domain.chat.reaction import Reaction
from core.domain.learning.checking.score_check import ScoreBin, ScoreCheck
from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.metrics import DayCounts, fill_days
from core.errors import InvalidInput
from core.ports.chat import ChartPainter, DaysChart, StreamChart
from tests.builders import make_spike

_: type[ChartPainter] = FilePainter


def make_chart(spikes=3):
    kinds = list(Reaction)
    return StreamChart(
        rates=tuple(
            RatePoint(offset_seconds=5.0 * n, messages_per_second=1.0 + n % 7) for n in range(720)
        ),
        spikes=tuple(
            make_spike(
                peak_seconds=100.0 + 90 * n,
                detected_at_seconds=103.0 + 90 * n,
                reaction=kinds[n % len(kinds)],
                chatters=20 + n,
            )
            for n in range(spikes)
        ),
    )


async def test_a_png_has_the_size_of_a_picture(tmp_path):
    file = tmp_path / "deep" / "chat.png"

    await FilePainter().paint_stream(make_chart(), file)

    data = file.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1600, 600)
    assert [path.name for path in file.parent.iterdir()] == ["chat.png"]


NAMES = ("chat messages", "chatters", "spikes", "clips asked for")
LAST = date(2026, 3, 31)


@pytest.mark.parametrize("days", [1, 4, 30, 365])
async def test_days_are_bars_in_a_panel_for_each_name(tmp_path, days):
    first = LAST - timedelta(days=days - 1)
    known = (DayCounts(on=LAST, counts={"chat messages": 40_000, "spikes": 3}),)
    chart = DaysChart(days=fill_days(known, first, LAST), names=NAMES)

    for name in ("days.png", "days.svg", "again.svg"):
        await FilePainter().paint_days(chart, tmp_path / name)

    text = (tmp_path / "days.svg").read_text()
    assert (tmp_path / "days.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert all(f">{name.capitalize()} a day<" in text for name in NAMES)
    assert text.count(">31 Mar<") == len(NAMES)
    assert text == (tmp_path / "again.svg").read_text()


CHECK = ScoreCheck(
    outcome=Outcome.VIEWS,
    platform="",
    posts=60,
    agreement=0.41,
    low=0.2,
    high=0.6,
    bins=tuple(
        ScoreBin(low_score=10 * n, high_score=10 * n + 9, posts=20, place=p, low=p - 9, high=p + 9)
        for n, p in enumerate((30.0, 50.0, 70.0))
    ),
)


@pytest.mark.parametrize("check", [CHECK, replace(CHECK, bins=())])
async def test_a_check_of_the_score_shows_each_tenth(tmp_path, check):
    for name in ("score.png", "score.svg"):
        await FilePainter().paint_check(check, tmp_path / name)

    text = (tmp_path / "score.svg").read_text()
    assert "rank agreement 0.41 (0.20 to 0.60), 60 posts" in text
    assert text.count("<circle") == len(check.bins)
    assert text.count(">20 posts<") == len(check.bins)


def test_labels_of_spikes_do_not_lie_on_each_other():
    marks = [mark for mark in draw_stream(make_chart(40)) if isinstance(mark, Text)]
    places = [(mark.at[1], mark.at[0]) for mark in marks if "people" in mark.text]

    assert 3 <= len(places) <= 12
    for (y, x), (after_y, after_x) in pairwise(sorted(places)):
        assert y != after_y or after_x - x >= 90


async def test_an_svg_is_well_formed_and_equal_each_time(tmp_path):
    for name in ("a.svg", "b.SVG"):
        await FilePainter().paint_stream(make_chart(40), tmp_path / name)

    text = (tmp_path / "a.svg").read_text()
    assert ElementTree.fromstring(text).tag.endswith("svg")  # noqa: S314 - made here
    assert text == (tmp_path / "b.SVG").read_text()


ABSURD = StreamChart(rates=(RatePoint(offset_seconds=9e6, messages_per_second=1.0),), spikes=())


@pytest.mark.parametrize("chart", [StreamChart(rates=(), spikes=()), make_chart(1), ABSURD])
async def test_a_strange_stream_can_be_painted(tmp_path, chart):
    await FilePainter().paint_stream(chart, tmp_path / "chat.png")

    assert (tmp_path / "chat.png").stat().st_size > 1000


@pytest.mark.parametrize("name", ["chat.jpg", "chat", "png"])
async def test_other_formats_are_refused(tmp_path, name):
    with pytest.raises(InvalidInput, match=r"end its name in \.png or \.svg"):
        await FilePainter().paint_stream(make_chart(), tmp_path / name)


async def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("x")

    with pytest.raises(InvalidInput, match="choose another place"):
        await FilePainter().paint_stream(make_chart(), tmp_path / "file" / "chat.png")


def test_what_draws_is_not_imported_until_it_paints():
    """Nearly every start does without it."""
    code = (
        "import core.adapters.charts, sys; sys.exit(bool({'cv2', 'fontTools'} & set(sys.modules)))"
    )

    run = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[4], check=False)

    assert run.returncode == 0


async def test_a_folder_in_the_picture_s_place_stays(tmp_path):
    (tmp_path / "chat.png").mkdir()

    with pytest.raises(InvalidInput, match="is a folder: name the file"):
        await FilePainter().paint_stream(make_chart(), tmp_path / "chat.png")

    assert (tmp_path / "chat.png").is_dir()


BAD = (float("nan"), float("inf"), float("-inf"))


@pytest.mark.parametrize("bad", BAD)
async def test_what_has_no_place_is_left_out(tmp_path, bad):
    whole = make_chart()
    rates, spikes = list(whole.rates), list(whole.spikes)
    rates += [replace(rates[0], messages_per_second=bad), replace(rates[0], offset_seconds=bad)]
    spikes += [make_spike(peak_seconds=bad), make_spike(detected_at_seconds=bad)]

    marks = list(draw_stream(StreamChart(rates=tuple(rates), spikes=tuple(spikes))))

    assert marks == list(draw_stream(whole))


@pytest.mark.parametrize("bad", BAD)
async def test_a_check_without_figures_is_drawn_without_them(tmp_path, bad):
    one = ScoreBin(low_score=50, high_score=60, posts=6, place=bad, low=bad, high=bad)
    check = ScoreCheck(
        outcome=Outcome.VIEWS, platform="", posts=24, agreement=bad, low=bad, high=bad, bins=(one,)
    )

    for name in ("check.svg", "check.png"):
        await FilePainter().paint_check(check, tmp_path / name)

    drawn = (tmp_path / "check.svg").read_text()
    assert "is not known" in drawn
    assert "nan" not in drawn
    assert "inf" not in drawn
