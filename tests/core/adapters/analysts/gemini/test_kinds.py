"""The table of all kinds of answers: none costs a part that was whole, and none is paid twice."""

import pytest

from core.adapters.analysts.gemini import GeminiAnalyst, open_client
from core.domain.videos.model_tuning import ModelTuning
from core.services.videos.model_analysis import ModelAnalysis
from tests.builders import CREATOR, make_asset, make_facts
from tests.core.adapters.analysts.gemini.copying_ffmpeg import CopyingFfmpeg
from tests.core.adapters.analysts.gemini.kinds import GOOD, KINDS
from tests.core.adapters.analysts.gemini.rare_kinds import RARE
from tests.fakes.turns import FakeTurns
from tests.fakes.understanding import FakeSpends, FakeWindows, make_budgeting
from tests.servers.gemini import KEY, say

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*is not a valid .*(Reason|Modality):UserWarning"),
]

ALL = (*KINDS, *RARE)
ASSET = make_asset(facts=make_facts(duration_seconds=20.0, has_audio=True))
TUNING = ModelTuning(
    timeout_seconds=1.0,
    first_delay_seconds=0.01,
    poll_seconds=0.01,
    active_seconds=0.2,
    patience_seconds=1.0,
)


@pytest.fixture(autouse=True)
def hasty_uploads(monkeypatch):
    """The library waits 1, 2 and 4 s for a status that a reply lacks."""
    monkeypatch.setattr("google.genai._api_client.INITIAL_RETRY_DELAY", 0.01)


@pytest.fixture
async def run(gemini, tmp_path):
    """Ask about the same video again and again, as "Analyse again" does."""
    spends, windows = FakeSpends(), FakeWindows()
    video = tmp_path / "video.mp4"
    video.write_bytes(b"a video")
    ffmpeg = CopyingFfmpeg(tmp_path)
    async with open_client(api_key=KEY, base_url=gemini.url, tuning=TUNING) as client:
        analyst = GeminiAnalyst(
            client=client, ffmpeg=ffmpeg, scratch=tmp_path / "copies", tuning=TUNING
        )
        budget = make_budgeting(spends)
        asking = ModelAnalysis(
            windows=windows, budget=budget, analyst=analyst, tuning=TUNING, turns=FakeTurns()
        )

        async def ask():
            seen = await asking.ask_all(
                ASSET, video, spikes=(), words=(), on_progress=lambda _: None
            )
            month = await budget.read_month(CREATOR)
            return seen, month

        yield ask


def test_there_are_as_many_kinds_as_were_met():
    assert len(KINDS) >= 77
    assert len({kind.name for kind in ALL}) == len(ALL)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
async def test_each_kind_gives_what_was_whole_is_paid_once_and_kept_by_the_models_word(
    gemini, run, kind
):
    for name, value in kind.server.items():
        setattr(gemini, name, value.copy() if isinstance(value, list) else value)
    gemini.answers = list(kind.answers or ([say(GOOD)] if kind.trouble is None else []))

    seen, month = await run()

    assert (len(seen.moments), len(seen.chapters), len(seen.words)) == kind.got
    assert len(gemini.requests) == kind.requests
    # Every answer that was given is in the ledger, at no more than it can have cost.
    assert month.cost_micro_dollars == seen.cost_micro_dollars
    assert (0 < month.cost_micro_dollars < 40_000 * kind.paid) is bool(kind.paid)
    assert kind.said in " ".join(seen.reasons)
    assert bool(seen.reasons) or kind.trouble is None
    assert "s3cret" not in " ".join(seen.reasons)
    assert gemini.files == {}
    assert (seen.understood == 1) is (kind.trouble is None)

    gemini.default = say(GOOD)
    again, later = await run()

    assert (again.kept == 1) is kind.is_kept
    assert len(gemini.requests) == kind.requests or not kind.is_kept
    assert later == month or not kind.is_kept
