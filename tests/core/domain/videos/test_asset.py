from core.domain.videos.asset import AssetStatus
from tests.builders import make_asset


def test_an_asset_can_be_cut_unless_it_is_known_to_be_broken():
    assert make_asset().status is AssetStatus.READY
