import json

from core.adapters.table.items.measured_items import (
    batch_item,
    measured_item,
    read_batch_item,
    read_measured_item,
)
from tests.contracts.test_measured_posts import BATCH, make_measured, measure_all


def test_a_post_reads_back_as_it_was_written_with_and_without_figures():
    _, bare = make_measured()

    for post in (bare, measure_all(bare)):
        assert read_measured_item(measured_item(post)) == post


def test_a_list_that_a_newer_program_made_longer_is_read():
    post = measure_all(make_measured()[1])
    item = measured_item(post)
    for name in ("newest", "tags"):
        item[name] = json.dumps([*json.loads(item[name]), "new"])

    assert read_measured_item(item) == post


def test_a_batch_reads_back_as_it_was_written():
    assert read_batch_item(batch_item(BATCH)) == BATCH
