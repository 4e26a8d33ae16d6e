from core.adapters.analysts.local import LocalAnalyst
from core.domain.clips.seen_score import combine_score
from core.domain.clips.virality import score_moment
from core.domain.signals.signals import Signals
from core.ports.clips import Analyst, MomentMaterial
from tests.builders import make_spike

_: type[Analyst] = LocalAnalyst


def make_material(**given):
    values = {
        "start_seconds": 103.0,
        "end_seconds": 133.0,
        "signals": Signals(
            start_seconds=103.0,
            end_seconds=133.0,
            loudness_db=(-30.0,) * 200 + (-15.0,) * 10 + (-30.0,) * 90,
            cuts_at_seconds=(110.0,),
        ),
        "spike": make_spike(),
    }
    return MomentMaterial(**(values | given))  # type: ignore[arg-type]


async def test_a_moment_gets_a_title_and_a_score_with_reasons():
    analysis = await LocalAnalyst().analyse_moment(make_material())

    assert analysis.title == "Chat goes wild: “pog”"
    assert 0 < analysis.score.value <= 100
    assert len(analysis.score.parts) == 8
    assert "Not judged by a model" in analysis.score.reasons[-1]


async def test_equal_material_gives_equal_analyses():
    analyst = LocalAnalyst()

    assert await analyst.analyse_moment(make_material()) == await analyst.analyse_moment(
        make_material()
    )


async def test_without_chat_the_title_names_the_loudest_second():
    analysis = await LocalAnalyst().analyse_moment(make_material(spike=None))

    assert analysis.title == "A loud moment at 2:03"


async def test_with_nothing_to_go_by_the_title_names_the_start():
    nothing = Signals(start_seconds=103, end_seconds=133, loudness_db=(), cuts_at_seconds=())

    analysis = await LocalAnalyst().analyse_moment(make_material(spike=None, signals=nothing))

    assert analysis.title == "A scene at 1:43"


async def test_the_score_has_the_parts_of_one_that_a_model_has_a_say_in():
    """A score means the same with and without a model, so people compare like with like."""
    material = make_material()
    measured = score_moment(
        material.spike, material.signals, start_seconds=103.0, end_seconds=133.0
    )

    analysis = await LocalAnalyst().analyse_moment(material)

    assert analysis.score == combine_score(measured, None)
    assert abs(analysis.score.value - measured.value) <= 4  # eight parts are rounded
