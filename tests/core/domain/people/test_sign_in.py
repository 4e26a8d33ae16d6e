from core.domain.people.sign_in import hash_secret
from tests.plan_builders import make_oauth_state


def test_a_hash_is_that_of_sha_256():
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    assert hash_secret("abc") == known


def test_a_verifier_is_not_printed():
    assert "vvv" not in repr(make_oauth_state())
