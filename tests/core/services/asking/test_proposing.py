from zoneinfo import ZoneInfo

import pytest

from core.domain.asking.answer import Deed
from core.domain.asking.tool_result import Row, ToolResult
from core.domain.asking.tool_spec import ToolCall
from core.services.asking.proposing import Proposing, name_deed
from core.services.asking.tools.local_clock import LocalClock
from tests.asking.workspace import NOW

SHOWN = ToolResult(
    rows=(
        Row(facts={"clip_id": "C1"}, said={"title": "The boss"}),
        Row(facts={"publication_id": "P1"}, said={"title": "Waits"}),
        Row(facts={"what": "post", "id": "B1"}, said={"title": "Recap"}),
    )
)


@pytest.fixture
def proposing():
    made = Proposing(LocalClock(now=NOW, zone=ZoneInfo("Europe/Berlin")))
    made.take(SHOWN)
    return made


def propose(proposing, **arguments):
    return proposing.propose(ToolCall(name="propose", arguments=arguments))


def test_what_a_tool_showed_can_be_proposed_and_the_button_says_what_it_does(proposing):
    propose(proposing, deed="publish", id="C1", at="2026-11-27 18:00")
    propose(proposing, deed="move", id="B1", at="2026-11-28 18:00")
    propose(proposing, deed="set", id="sensitivity", value="4")

    publish, move, setting = proposing.proposals
    assert publish.name == "Publish \u201cThe boss\u201d at 2026-11-27 18:00"
    assert (move.deed, move.value) == (Deed.MOVE, "post")
    assert setting.name == "Set sensitivity to 4 an hour"
    assert propose(proposing, deed="publish", id="C1").problem == "An answer has at most 3 buttons."


@pytest.mark.parametrize(
    "arguments",
    [
        {"deed": "publish", "id": "C2"},
        {"deed": "publish", "id": "P1"},
        {"deed": "move", "id": "P1"},
        {"deed": "move", "id": "P1", "at": "soon"},
        {"deed": "set", "id": "sensitivity", "value": "999"},
        {"deed": "set", "id": "slots", "value": "whenever"},
        {"deed": "set", "id": "owner", "value": "eve"},
        {"deed": "delete", "id": "C1"},
        {"id": "C1"},
    ],
)
def test_nothing_else_can_be_proposed(proposing, arguments):
    assert propose(proposing, **arguments).problem
    assert proposing.proposals == ()


def test_a_long_title_is_cut_on_a_button():
    assert len(name_deed(Deed.PUBLISH, "x" * 200, None)) < 80
