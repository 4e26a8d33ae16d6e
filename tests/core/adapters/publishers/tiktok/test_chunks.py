import json
from pathlib import Path

import pytest

from core.adapters.publishers.tiktok.chunks import CHUNK_BYTES, plan_chunks

FIXTURES = Path(__file__).parents[5].parent / "shared" / "specs" / "tiktok-fixtures.json"


def _ranges(size):
    plan, start, found = plan_chunks(size), 0, []
    while start < size:
        end = plan.find_end(start)
        found.append(f"{start}-{end - 1}")
        start = end
    return plan, found


@pytest.mark.parametrize(
    ("size", "chunk", "count", "last"),
    [
        (1, 1, 1, "0-0"),
        (9_999_999, 9_999_999, 1, "0-9999998"),  # below a chunk: whole
        (10_000_000, 10_000_000, 1, "0-9999999"),
        (19_999_999, 10_000_000, 1, "0-19999998"),  # the one chunk takes the rest
        (20_000_000, 10_000_000, 2, "10000000-19999999"),
        (50_000_123, 10_000_000, 5, "40000000-50000122"),
        (4_000_000_000, 10_000_000, 400, "3990000000-3999999999"),  # below 1,000 chunks
    ],
)
def test_a_file_is_cut_as_tiktok_wants(size, chunk, count, last):
    plan, ranges = _ranges(size)

    assert (plan.chunk_bytes, plan.count, len(ranges), ranges[-1]) == (chunk, count, count, last)


def test_who_goes_on_in_the_middle_of_a_chunk_ends_where_it_ends():
    assert plan_chunks(50_000_000).find_end(CHUNK_BYTES + 5) == 2 * CHUNK_BYTES


@pytest.mark.skipif(not FIXTURES.exists(), reason="the fixtures are not beside the project")
def test_the_vectors_of_the_fixtures_hold():
    vectors = json.loads(FIXTURES.read_text())["chunk_vectors"]

    assert vectors
    for vector in vectors:
        plan, ranges = _ranges(vector["size"])
        assert (plan.chunk_bytes, plan.count) == (vector["chunk_size"], vector["count"])
        assert ranges == vector["ranges"]
