import pytest

from core.domain.publication import PUBLICATION_MOVES, PublicationStatus
from core.errors import Conflict
from tests.builders import NOON, make_publication


@pytest.mark.parametrize("status", list(PublicationStatus))
@pytest.mark.parametrize("wanted", list(PublicationStatus))
def test_a_publication_moves_only_as_the_table_of_moves_says(status, wanted):
    publication = make_publication(status=status)

    if wanted in PUBLICATION_MOVES[status]:
        assert publication.move_to(wanted, at=NOON).status is wanted
    else:
        with pytest.raises(Conflict, match="cannot become"):
            publication.move_to(wanted, at=NOON)


def test_what_may_be_on_the_platform_is_never_simply_sent_again():
    """After a crash a publication is reconciled; only a person may schedule it anew."""
    assert PublicationStatus.SCHEDULED not in PUBLICATION_MOVES[PublicationStatus.UPLOADING]
    assert PUBLICATION_MOVES[PublicationStatus.PUBLISHED] == frozenset()
