from core.domain.chat.baseline import BUCKET_SECONDS, Bucket, ChatBaseline


def test_the_current_and_the_newest_bucket_do_not_count():
    """A burst is never compared with itself."""
    baseline = ChatBaseline(0)
    baseline.add(Bucket(0, voices=5))
    baseline.add(Bucket(1, voices=7))

    sums, seconds = baseline.sum_before(2 * BUCKET_SECONDS)

    assert (sums.voices, seconds) == (5, BUCKET_SECONDS)


def test_what_is_older_than_the_baseline_is_forgotten():
    """25 buckets of 30 seconds: the first is dropped when the 27th is the current one."""
    baseline = ChatBaseline(0)
    for number in range(27):
        baseline.add(Bucket(number, voices=1))

    assert baseline.sum_before(26 * BUCKET_SECONDS)[0].voices == 25
    assert baseline.sum_before(27 * BUCKET_SECONDS) == (baseline.sum_before(810)[0], 750)
    assert baseline.sum_before(100 * BUCKET_SECONDS)[0].voices == 0


def test_silence_counts_as_time():
    baseline = ChatBaseline(0)
    baseline.add(Bucket(0, voices=3))

    assert baseline.sum_before(600)[1] == 570


def test_a_baseline_runs_over_at_least_a_second():
    assert ChatBaseline(50).sum_before(50)[1] == 1


def test_a_restart_takes_the_buckets_up():
    before = ChatBaseline(0)
    for number in range(10):
        before.add(Bucket(number, chatters_long=number))
    before.sum_before(200)

    after = ChatBaseline(before.started_at, before.buckets())

    assert after.sum_before(330) == before.sum_before(330)
