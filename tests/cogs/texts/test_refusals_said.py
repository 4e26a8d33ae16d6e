"""Each sentence that somebody may be refused with in Discord is in the catalogue."""

from pathlib import Path

import pytest

from cogs.texts.sentences import translate
from tests.said_sentences import list_files, list_refusals

ROOT = Path(__file__).parents[3]
FOLDERS = (
    "core/domain",
    "core/services",
    "cogs",
    "core/adapters/exports",
    "core/adapters/metrics",
    "core/adapters/oauth",
    "core/adapters/publishers",
    "core/adapters/table",
)
"""What answers of Discord come from; pages, the shell and the set-up of a machine are English."""
STAYS = {
    "core/adapters/table/bodies.py": "a fault in how Truss was put together",
    "core/adapters/table/copying.py": "said by `trussbot table copy`",
    "core/adapters/table/dynamodb.py": "what AWS said, for whoever runs Truss",
    "core/adapters/table/sqlite.py": "names files, for whoever runs Truss",
    "core/domain/asking/tool_spec.py": "said to a model",
    "core/services/asking/tools/figure_tools.py": "said to a model",
    "core/services/chat/live_clip.py": "made of parts; test_both_refusals_to_clip_now_are_there",
    "core/services/people/leaving/exporting.py": "said by `trussbot export`",
    "core/services/publishing/target_places.py": "made of parts; test_an_account_that_is_missing",
}


@pytest.fixture(scope="module")
def english():
    """Sentences that stay English, by file; a whole file is read once."""
    found = {}
    for folder in FOLDERS:
        for path in list_files(ROOT, folder):
            left = [
                forms[0]
                for forms in list_refusals(path)
                if not any(translate(form, "de") != form for form in forms)
            ]
            if left:
                found[path.relative_to(ROOT).as_posix()] = left
    return found


def test_no_refusal_of_discord_is_english(english):
    assert {path: left for path, left in english.items() if path not in STAYS} == {}


def test_what_stays_english_is_still_there(english):
    assert STAYS.keys() - english.keys() == set()


@pytest.mark.parametrize(
    "said",
    [
        "No channel that is watched here is live; a video becomes clips with /video upload.",
        "ada is not live, or not watched here; a video becomes clips with /video upload.",
    ],
)
def test_both_refusals_to_clip_now_are_there(said):
    assert "/video upload" in translate(said, "de") != said


@pytest.mark.parametrize("which", ["The YouTube account 'UC1' is not", "No YouTube account is"])
def test_an_account_that_is_missing_is_told(which):
    said = f"{which} linked: link it with /account link, then choose it from the list."

    assert "/account link" in translate(said, "de") != said
