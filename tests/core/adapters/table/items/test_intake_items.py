from core.adapters.table.items.intake_items import followed_item, intake_item
from core.adapters.table.items.records import from_record
from core.domain.videos.intake import Intake
from tests.builders import CREATOR, NOON
from tests.plan_builders import make_followed, make_intake


def test_an_intake_is_an_item_of_its_creator_for_thirty_days():
    item = intake_item(make_intake())

    assert (item["PK"], item["SK"]) == (f"CREATOR#{CREATOR}", f"INTAKE#{make_intake().id}")
    assert item["ttl"] == NOON.timestamp() + 30 * 86_400
    assert from_record(Intake, item) == make_intake()


def test_a_followed_job_is_kept_for_two_days():
    item = followed_item(make_followed())

    assert item["SK"] == f"FOLLOWED#{make_followed().job_id}"
    assert item["ttl"] == NOON.timestamp() + 2 * 86_400
