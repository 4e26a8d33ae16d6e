from core.domain.work.meters import Meters, Reading


def test_families_have_one_head_and_labels_are_escaped():
    meters = Meters()
    meters.count("truss_jobs_ended_total", kind='a"b', outcome="x\ny\\z")
    meters.count("truss_jobs_ended_total", 2.5, kind='a"b', outcome="x\ny\\z")

    lines = meters.render().splitlines()

    assert r'truss_jobs_ended_total{kind="a\"b",outcome="x\ny\\z"} 3.5' in lines
    assert lines.count("# TYPE truss_jobs_ended_total counter") == 1
    assert meters.read("truss_jobs_ended_total", kind='a"b', outcome="x\ny\\z") == 3.5


def test_gauges_of_one_name_stay_together():
    gauges = [
        Reading(name="b", help="of b", value=1, labels=(("queue", "x"),)),
        Reading(name="a", help="of a", value=0.25),
        Reading(name="b", help="of b", value=2, labels=(("queue", "w"),)),
    ]

    text = Meters().render(gauges)

    assert text.endswith(
        "# HELP a of a\n# TYPE a gauge\na 0.25\n"
        '# HELP b of b\n# TYPE b gauge\nb{queue="w"} 2\nb{queue="x"} 1\n'
    )
