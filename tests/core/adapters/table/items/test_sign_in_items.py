from datetime import timedelta

from core.adapters.table.items.sign_in_items import (
    persons_session_item,
    secret_item,
    secret_key,
    session_item,
)
from core.domain.people.sign_in import MagicLink, hash_secret
from tests.builders import NOON
from tests.plan_builders import make_magic_link, make_session


def test_the_secret_itself_is_stored_nowhere():
    item = secret_item("very secret", make_magic_link())

    assert "very secret" not in repr(item)
    assert secret_key(MagicLink, "very secret") == (f"MAGIC#{hash_secret('very secret')}", "VERIFY")


def test_time_to_live_never_ends_before_the_secret_does():
    expires_at = NOON + timedelta(seconds=60.25)

    ttl = secret_item("s", make_magic_link(expires_at=expires_at))["ttl"]

    assert ttl == NOON.timestamp() + 61


def test_a_session_is_found_by_its_hash_and_by_its_person():
    session = make_session()

    own, listed = session_item(session), persons_session_item(session)

    assert (own["PK"], own["SK"]) == (f"SESSION#{session.digest}", "VERIFY")
    assert (listed["PK"], listed["SK"]) == ("PERSON#discord:1", f"SESSION#{session.digest}")
    assert own["ttl"] == listed["ttl"] == session.expires_at.timestamp()
