import base64

import pytest

from core.adapters.table.cursors import CursorSigner
from core.errors import InvalidInput

SIGNER = CursorSigner(b"a secret of 16 bytes or more")


@pytest.mark.parametrize("value", [{"PK": "A", "SK": "é"}, {"A#1": ""}, {}])
def test_a_cursor_brings_back_what_it_carries(value):
    cursor = SIGNER.seal("ada", value)

    assert cursor.isascii()
    assert SIGNER.open("ada", cursor) == value


@pytest.mark.parametrize("cursor", [None, ""])
def test_no_cursor_carries_nothing(cursor):
    assert SIGNER.open("ada", cursor) is None


def test_a_cursor_is_good_for_its_scope_and_secret_alone():
    cursor = SIGNER.seal("ada", {"PK": "A"})

    with pytest.raises(InvalidInput):
        SIGNER.open("ben", cursor)
    with pytest.raises(InvalidInput):
        CursorSigner(b"another secret of some bytes").open("ada", cursor)


def test_no_byte_of_a_cursor_can_be_changed():
    raw = base64.urlsafe_b64decode(SIGNER.seal("ada", {"P": "AB"}) + "==")
    for place in range(len(raw)):
        forged = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        with pytest.raises(InvalidInput):
            SIGNER.open("ada", base64.urlsafe_b64encode(forged).decode())


@pytest.mark.parametrize("cursor", ["A", "é", "A" * 5000, "AAAA"])
def test_what_is_no_cursor_is_refused(cursor):
    with pytest.raises(InvalidInput):
        SIGNER.open("ada", cursor)


def test_a_short_secret_is_a_mistake():
    with pytest.raises(ValueError, match="16 bytes"):
        CursorSigner(b"short")
