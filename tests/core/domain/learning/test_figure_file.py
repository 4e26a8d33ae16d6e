from core.domain.learning.figure_file import FigureFile, digest_file
from tests.builders import CREATOR, NOON


def test_a_file_lies_under_its_creator_and_its_hash():
    digest = digest_file(b"figures")
    file = FigureFile(
        creator_id=CREATOR,
        digest=digest,
        file_name="../../etc/passwd",
        size_bytes=7,
        brought_by="web",
        brought_at=NOON,
        as_of=NOON.date(),
    )

    assert file.object_key == f"creators/{CREATOR}/figures/{digest}"
    assert digest != digest_file(b"others")
