import resource

import numpy as np
import pytest

from core.adapters.speech import kept_memory
from core.adapters.speech.kept_memory import keep_memory

FLOATS = 5_000_000
PAGES = FLOATS * 8 // resource.getpagesize()


def count_new_pages():
    """Return how many pages the system gives to fill a block of 40 MB."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    np.full(FLOATS, 1.0)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


@pytest.mark.skipif(kept_memory._find_library() is None, reason="this C library is not glibc")
def test_a_block_that_was_freed_is_used_again():
    """New pages are a quarter of what encoding costs."""
    with keep_memory():
        count_new_pages()
        again = count_new_pages()

    assert again < PAGES / 4


def test_without_glibc_nothing_is_changed(monkeypatch):
    monkeypatch.setattr(kept_memory, "_find_library", lambda: None)

    with keep_memory():
        assert np.full(3, 1.0).sum() == 3
