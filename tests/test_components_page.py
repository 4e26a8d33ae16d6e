"""Each state of a card, drawn from what is really sent, on a phone of 390 by 844 points."""

import asyncio
import re
import subprocess

import pytest

from cogs.texts.catalogue import CATALOGUES
from tests.card_states import list_states
from tests.components_page import HEIGHT, WIDTH, draw_page
from tests.servers.chromium import EXECUTABLE

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="there is no Chromium here")
DECIDED = {"approved", "published", "rejected", "closed"}


async def read_states(language="en"):
    return list_states(language)


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """Where the last button ends, and how wide the page is, by the state's name."""
    folder = tmp_path_factory.mktemp("cards")
    return {
        name: measure(folder / f"{name}.html", components)
        for name, components in asyncio.run(read_states()).items()
    }


@pytest.mark.parametrize("code", CATALOGUES)
def test_longer_words_leave_the_decision_on_the_first_screen(code, tmp_path):
    """The state with the most buttons, in each language that there is beside English."""
    drawn = asyncio.run(read_states(code))["voting"]

    bottom, wide = measure(tmp_path / f"{code}.html", drawn)

    assert bottom <= HEIGHT
    assert wide <= WIDTH


def measure(page, components):
    page.write_text(draw_page(components))
    answer = subprocess.run(
        [
            str(EXECUTABLE),
            *("--no-sandbox", "--disable-gpu", f"--window-size={WIDTH},{HEIGHT}", "--dump-dom"),
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    found = re.search(r'data-buttons="(\d+)" data-wide="(\d+)"', answer.stdout)
    assert found is not None
    return int(found[1]), int(found[2])


def test_a_decision_can_be_taken_on_the_first_screen_of_a_phone(measured):
    """Video, title, line and buttons end above its lower edge, the video in its whole height."""
    assert 300 < measured["waiting"][0] <= HEIGHT
    assert 300 < measured["voting"][0] <= HEIGHT


def test_no_state_is_wider_than_the_phone(measured):
    assert {name: wide for name, (_, wide) in measured.items() if wide > WIDTH} == {}


def test_a_decided_card_takes_a_quarter_of_the_screen(measured):
    assert {n: b for n, (b, _) in measured.items() if n in DECIDED and b > HEIGHT / 3} == {}


def test_what_a_stranger_wrote_is_shown_as_it_was_written():
    text = r"**\*a\*** \<\@1\> <@7> <t:1772366400:f> https://you.example/1"

    drawn = draw_page([{"type": 10, "content": text}])

    assert "<strong>*a*</strong> &lt;@1&gt; <i>@person 7</i> <u>1 March 2026 12:00</u>" in drawn
