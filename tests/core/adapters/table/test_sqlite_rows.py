from decimal import Decimal

import pytest

from core.adapters.table.sqlite_rows import _after_prefix, decode_row, encode_row
from core.adapters.table.table import key_of


@pytest.mark.parametrize(
    "item",
    [
        {"PK": "A", "SK": "1"},
        {"PK": "A", "SK": "1", "d": Decimal("1.5"), "list": [Decimal("-1E-20"), {"x": None}]},
        {"PK": "A", "SK": "1", "s": 'a "quote" \\u0000 \x00 é', "big": 10**30},
        {"PK": "A", "SK": "1", "GSI1PK": "a", "GSI1SK": "b", "GSI2PK": "half"},
        {"PK": "A", "SK": "1", "GSI2PK": "a", "GSI2SK": "b", "ttl": 2**70},
        {"PK": "A", "SK": "1", "ttl": "soon"},
    ],
)
def test_a_row_gives_back_its_item(item):
    row = encode_row(item)

    assert decode_row(key_of(item), (*row[2:6], row[7])) == item


@pytest.mark.parametrize(("ttl", "column"), [(5, 5), ("5", None), (True, None), (2**70, None)])
def test_only_a_whole_number_of_seconds_expires(ttl, column):
    assert encode_row({"PK": "A", "SK": "1", "ttl": ttl})[6] == column


@pytest.mark.parametrize(
    ("prefix", "end"),
    [
        ("a", "b"),
        ("CLIP#", "CLIP$"),
        ("a\U0010ffff", "b"),
        ("\U0010ffff", ""),
        ("\ud7ff", "\ue000"),  # the halves of surrogate pairs are no characters
    ],
)
def test_the_end_of_a_prefix_is_the_next_text_that_lacks_it(prefix, end):
    assert _after_prefix(prefix) == end
