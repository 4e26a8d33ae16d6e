"""What is expected of a video against what the ledger shows, on videos as different as can be."""

import json
from dataclasses import dataclass, replace

import pytest

from core.adapters.analysts.gemini import GeminiAnalyst, open_client
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import Criterion
from core.services.videos.model_analysis import ModelAnalysis
from tests.builders import CREATOR, make_asset, make_facts
from tests.core.adapters.analysts.gemini.copying_ffmpeg import CopyingFfmpeg
from tests.fakes.turns import FakeTurns
from tests.fakes.understanding import FakeSpends, FakeWindows, make_budgeting
from tests.servers.gemini import KEY, say

TUNING = ModelTuning(poll_seconds=0.01, first_delay_seconds=0.01)
WHY = "The face freezes for a second before he jumps up and shouts at the others in the room."
SENTENCE = "and then he just ran straight into the wall again"


def _moment(number):
    return {
        "seen": "A man in a headset leans forward, freezes and then throws his arms up in the air.",
        "quote": "no no no I can not believe that this worked",
        "start": f"{number // 60:02d}:{number % 60:02d}",
        "peak": f"{(number + 10) // 60:02d}:{(number + 10) % 60:02d}",
        "clock": f"{(number + 10) // 60:02d}:{(number + 10) % 60:02d}",
        "end": f"{(number + 20) // 60:02d}:{(number + 20) % 60:02d}",
        "category": "reaction",
        "rubric": {c.name.lower(): {"why": WHY, "points": 6} for c in Criterion},
        "title": "He never thought that this could work",
    }


@dataclass(frozen=True, kw_only=True)
class Video:
    """What a video is like: its length, sound, moments and sentences a window."""

    seconds: int
    has_audio: bool
    moments: int
    sentences: int

    def answer(self, media_tokens, thoughts):
        """Return an answer with tokens as the service counts them: four characters each."""
        text = json.dumps(
            {
                "clock_readings": [{"time": "00:05", "clock": "00:05"}] * 3,
                "moments": [_moment(30 * n) for n in range(self.moments)],
                "chapters": [{"start": f"0{n}:00", "title": "The next round"} for n in range(3)],
                "speech": [
                    {"start": f"00:{n % 60:02d}.0", "end": f"00:{n % 60:02d}.9", "text": SENTENCE}
                    for n in range(self.sentences)
                ],
            }
        )

        def respond(body):
            schema = body["generationConfig"]["responseJsonSchema"]
            asked = len(json.dumps(body["contents"])) + len(json.dumps(schema))
            usage = {
                "promptTokenCount": media_tokens + asked // 4,
                "candidatesTokenCount": len(text) // 4,
                "thoughtsTokenCount": thoughts,
            }
            return replace(say(text), usage=usage)

        return respond


@pytest.mark.parametrize("thoughts", [300, 1200])
@pytest.mark.parametrize(
    "video",
    [
        pytest.param(Video(seconds=480, has_audio=False, moments=1, sentences=0), id="silent"),
        pytest.param(Video(seconds=480, has_audio=True, moments=2, sentences=110), id="talkative"),
        pytest.param(Video(seconds=10_800, has_audio=True, moments=2, sentences=40), id="long"),
        pytest.param(Video(seconds=480, has_audio=True, moments=8, sentences=40), id="eventful"),
    ],
)
async def test_the_estimate_is_within_a_quarter_of_what_the_ledger_shows(
    gemini, tmp_path, video, thoughts
):
    """Speech is about two sentences in nine seconds where somebody talks without a pause."""
    facts = make_facts(duration_seconds=float(video.seconds), has_audio=video.has_audio)
    asset, spends, film = make_asset(facts=facts), FakeSpends(), tmp_path / "video.mp4"
    film.write_bytes(b"a video")
    async with open_client(api_key=KEY, base_url=gemini.url, tuning=TUNING) as client:
        analyst = GeminiAnalyst(
            client=client, ffmpeg=CopyingFfmpeg(tmp_path), scratch=tmp_path / "c", tuning=TUNING
        )
        asking = ModelAnalysis(
            windows=FakeWindows(),
            budget=make_budgeting(spends, dollars=50.0),
            analyst=analyst,
            tuning=TUNING,
            turns=FakeTurns(),
        )
        window = asking.plan(float(video.seconds))[0]
        # 70 tokens a frame a second, and 32 a second of sound.
        media_tokens = round(window.duration_seconds * (70 + 32 * video.has_audio))
        gemini.default = video.answer(media_tokens, thoughts)
        estimate = await asking.estimate(asset)
        await asking.ask_all(asset, film, spikes=(), words=(), on_progress=lambda _: None)

    paid = (await spends.get_spend(CREATOR, "2026-03")).cost_micro_dollars
    assert estimate.cost_micro_dollars / paid == pytest.approx(1.0, abs=0.25)
