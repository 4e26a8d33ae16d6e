from dataclasses import replace

import pytest

from core.domain.videos.multipart_upload import (
    PART_BYTES,
    NewFile,
    check_file,
    choose_part_bytes,
    name_upload,
)
from core.domain.work.ids import CreatorId
from core.errors import InvalidInput
from tests.plan_builders import make_upload

MIB = 1024**2
FILE = NewFile(name="run.mp4", size_bytes=20 * MIB, fingerprint="f", start=b"")
ADA = CreatorId("ada")


@pytest.mark.parametrize(
    ("size_bytes", "count", "last"),
    [
        (1, 1, 1),
        (PART_BYTES, 1, PART_BYTES),
        (PART_BYTES + 1, 2, 1),
        (20 * MIB, 3, 4 * MIB),  # 8 + 8 + 4
    ],
)
def test_parts_are_of_one_size_but_for_the_last(size_bytes, count, last):
    upload = make_upload(size_bytes=size_bytes, part_bytes=PART_BYTES)

    assert upload.part_count == count
    assert upload.size_of_part(count) == last
    assert sum(map(upload.size_of_part, range(1, count + 1))) == size_bytes


@pytest.mark.parametrize("number", [-1, 0, 4, 10_001])
def test_there_are_no_other_parts(number):
    with pytest.raises(InvalidInput, match="1 to 3"):
        make_upload(size_bytes=20 * MIB, part_bytes=PART_BYTES).size_of_part(number)


@pytest.mark.parametrize(
    ("size_bytes", "part_mebibytes"),
    [
        (1, 8),
        (16_000 * MIB, 8),  # 2,000 parts of 8 MiB
        (16_001 * MIB, 9),
        (200_000 * MIB, 100),
    ],
)
def test_a_larger_file_has_larger_parts(size_bytes, part_mebibytes):
    assert choose_part_bytes(size_bytes) == part_mebibytes * MIB


def test_the_same_file_of_the_same_person_goes_on_and_no_other_does():
    name = name_upload(ADA, "discord:1", FILE)

    assert name_upload(ADA, "discord:1", replace(FILE, start=b"x")) == name
    others = {
        name_upload(ADA, "discord:2", FILE),
        name_upload(CreatorId("ben"), "discord:1", FILE),
        name_upload(ADA, "discord:1", replace(FILE, name="run2.mp4")),
        name_upload(ADA, "discord:1", replace(FILE, size_bytes=1)),
        name_upload(ADA, "discord:1", replace(FILE, fingerprint="g")),
        name_upload(ADA, "discord:1", replace(FILE, name="\ud800")),
    }
    assert len(others | {name}) == 7


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"size_bytes": 0}, "empty"),
        ({"size_bytes": -5}, "empty"),
        ({"size_bytes": 100 * MIB + 1}, "larger than 100 MiB"),
        ({"name": ""}, "rename it"),
        ({"name": "x" * 201}, "rename it"),
        ({"fingerprint": "f" * 101}, "reload the page"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_before_any_of_it_is_sent(changed, words):
    with pytest.raises(InvalidInput, match=words):
        check_file(replace(FILE, **changed), size_bytes_max=100 * MIB)


def test_a_file_of_the_largest_size_is_taken():
    file = replace(FILE, size_bytes=100 * MIB, name="x" * 200)

    assert check_file(file, size_bytes_max=100 * MIB) is file
