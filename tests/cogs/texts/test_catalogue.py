import re

import pytest

from cogs.texts.catalogue import CATALOGUES, COUNTED, WRITERS

GAP = re.compile(r"\{(\w+)(?::[^}]*)?\}")


@pytest.mark.parametrize("code", CATALOGUES)
def test_each_sentence_keeps_the_figures_of_the_english_one(code):
    """A gap that is left out would be a figure that one language does not tell."""
    lost = {}
    for english, own in CATALOGUES[code].items():
        gaps, kept = set(GAP.findall(english)), set(GAP.findall(own))
        twice = {gap for gap in gaps if gap[-1:] == "2" and gap[:-1] in gaps}
        if not kept <= gaps or gaps - kept - twice - {"others"}:
            lost[english] = gaps ^ kept

    assert lost == {}


def test_each_language_has_all_that_it_takes():
    assert CATALOGUES.keys() == COUNTED.keys() == WRITERS.keys()
