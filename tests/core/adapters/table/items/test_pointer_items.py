from core.adapters.table.items.pointer_items import find_target
from core.adapters.table.items.twitch_items import creators_twitch_item, tuning_item
from tests.plan_builders import make_binding, make_tuning


def test_a_row_that_names_something_elsewhere_leads_there():
    assert find_target(creators_twitch_item(make_binding())) == ("TWITCH#44", "BINDING")


def test_other_rows_lead_nowhere():
    assert find_target(tuning_item(make_tuning())) is None
