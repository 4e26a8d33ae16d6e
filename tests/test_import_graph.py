import graphlib
from pathlib import Path

import pytest

from tests.import_graph import (
    FOLDERS,
    LAYERS,
    find_circle,
    list_arrows,
    list_folder_arrows,
    list_top_arrows,
    list_upward,
)


def _write(root: Path, name: str, *lines: str) -> None:
    path = root / "core" / "services" / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines))


def _order(arrows: set[tuple[str, str]]) -> list[str]:
    """Return the folders, each after those that it imports; CycleError where there is a circle."""
    below: dict[str, set[str]] = {}
    for source, target in list_folder_arrows(arrows):
        below.setdefault(source, set()).add(target)
    return list(graphlib.TopologicalSorter(below).static_order())


@pytest.fixture
def tree(tmp_path):
    _write(tmp_path, "work/runner", "import os")
    _write(tmp_path, "clips/cutting", "from core.services.work.runner import run")
    _write(tmp_path, "clips/judging", "from core.services.clips import cutting")
    return tmp_path


def test_arrows_lead_from_who_imports_to_what_is_imported(tree):
    arrows = list_arrows("core/services", tree)

    assert arrows == {("clips/cutting", "work/runner"), ("clips/judging", "clips/cutting")}
    assert list_folder_arrows(arrows) == {("clips", "work")}
    assert list_upward(arrows, ["clips", "work"]) == []
    assert list_upward(arrows, ["work", "clips"]) == [("clips", "work")]
    assert _order(arrows) == ["work", "clips"]


def test_a_circle_of_folders_is_found_although_no_file_is_in_one(tree):
    _write(tree, "work/tracking", "from core.services.clips.judging import judge")

    with pytest.raises(graphlib.CycleError):
        _order(list_arrows("core/services", tree))


@pytest.mark.parametrize("folder", FOLDERS)
def test_folders_beside_each_other_have_no_circle(folder):
    """Two that import each other are one, in two places."""
    arrows = list_arrows(folder)

    assert arrows
    assert _order(arrows)


def test_nothing_imports_what_stands_above_it_not_even_for_types():
    """A name that is only for types still has to be understood by whoever reads it."""
    assert list_upward(list_top_arrows(), ["bot", "cogs", "config", "core"]) == []


@pytest.mark.parametrize("layer", LAYERS)
def test_the_wings_have_no_circle(layer):
    """What stands in a circle can only be understood, tested and changed together."""
    arrows = list_arrows(layer)

    assert len(arrows) > 20
    assert {"work", "clips", "chat"} <= set(_order(arrows))


def test_a_circle_is_found_also_where_it_is_for_types_alone(tree):
    _write(tree, "work/runner", "if TYPE_CHECKING:", "    from core.services.clips import judging")

    assert set(find_circle(tree)) == {
        "core.services.work.runner",
        "core.services.clips.judging",
        "core.services.clips.cutting",
    }


def test_no_modules_import_each_other_in_a_circle():
    assert find_circle() == ()
