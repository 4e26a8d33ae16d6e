from core.domain.publishing.publish_progress import PublishProgress


def test_it_is_begun_once_a_step_is_named():
    assert not PublishProgress().is_begun
    assert PublishProgress(step="send").is_begun


def test_its_secret_is_never_shown():
    assert "bearer" not in repr(PublishProgress(secret="bearer"))
