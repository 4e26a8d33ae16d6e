"""Each sentence that somebody may be refused with in Discord is in the catalogue."""

import pytest

from cogs.texts.sentences import translate
from tests.cogs.texts.said import list_raised

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
    "core/adapters/table/clip_spreading.py": "said by `trussbot table spread`",
    "core/adapters/table/conditions.py": "a fault in how Truss was put together",
    "core/adapters/table/copying.py": "said by `trussbot table copy`",
    "core/adapters/table/dynamodb.py": "what AWS said, for whoever runs Truss",
    "core/adapters/table/formats.py": "said by `trussbot table settle`",
    "core/adapters/table/limits.py": "a fault in how Truss was put together",
    "core/adapters/table/queue/table_queue.py": "said in the log, by a worker",
    "core/adapters/table/sqlite.py": "names files, for whoever runs Truss",
    "core/domain/asking/tool_spec.py": "said to a model",
    "core/services/asking/tools/figure_tools.py": "said to a model",
    "core/services/chat/live_clip.py": "made of parts; test_both_refusals_to_clip_now_are_there",
    "core/services/people/leaving/exporting.py": "said by `trussbot export`",
    "core/services/publishing/target_places.py": "made of parts; test_an_account_that_is_missing",
}


@pytest.fixture(scope="module")
def english():
    """Sentences that stay English, by file; each file is read once."""
    found: dict[str, list[str]] = {}
    for said in list_raised(*FOLDERS):
        if not any(translate(form, "de") != form for form in said.list_forms()):
            found.setdefault(said.file, []).append(said.words)
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
