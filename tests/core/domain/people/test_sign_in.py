from dataclasses import replace
from datetime import timedelta

from core.domain.people.sign_in import hash_secret
from tests.builders import NOON
from tests.plan_builders import make_oauth_state, make_session


def test_a_hash_is_that_of_sha_256():
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    assert hash_secret("abc") == known


def test_a_verifier_is_not_printed():
    assert "vvv" not in repr(make_oauth_state())


def test_a_session_is_seen_no_finer_than_every_quarter_of_an_hour():
    session, later = make_session(), NOON + timedelta(minutes=15)

    assert session.see(later - timedelta(seconds=1)) is None
    assert session.see(later) == replace(session, seen_at=later)
