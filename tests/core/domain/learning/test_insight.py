from tests.plan_builders import make_insight


def test_an_insight_carries_its_evidence():
    assert make_insight().evidence == ("3 of 4 clips",)
