import os

import pytest

from core.adapters.doctor.home import GIGABYTE, close_home, judge_space, look_at_home
from tests.core.adapters.doctor.server import only


async def test_a_home_that_is_not_there_yet_is_well_where_it_can_be_made(tmp_path):
    found = await look_at_home(tmp_path / "a" / "b")

    assert [each for each in found if "are free" not in each.problem] == []


async def test_a_file_in_its_place_is_told(tmp_path):
    (tmp_path / "home").write_text("")

    assert "it is not a folder" in only(await look_at_home(tmp_path / "home"))


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write everywhere")
async def test_a_home_that_cannot_be_written_is_told(tmp_path):
    tmp_path.chmod(0o500)

    assert "permission denied" in only(await look_at_home(tmp_path))


async def test_a_home_that_others_can_read_is_closed_by_itself(tmp_path):
    tmp_path.chmod(0o755)

    found = [each for each in await look_at_home(tmp_path) if each.fix]
    assert "Other users" in only(found)
    assert not found[0].is_fault  # health would say so for ever of a volume that is mounted so
    await close_home(tmp_path)

    assert [each for each in await look_at_home(tmp_path) if each.fix] == []


def test_little_room_is_advice_and_hardly_any_a_fault(tmp_path):
    assert judge_space(tmp_path, 20 * GIGABYTE, 0) == []
    assert not judge_space(tmp_path, 3 * GIGABYTE, 0)[0].is_fault
    assert judge_space(tmp_path, 3 * GIGABYTE, 3 * GIGABYTE)[0].is_fault
    assert "Only 0.5 GiB are free" in only(judge_space(tmp_path, GIGABYTE // 2, 0))


async def test_a_link_that_leads_nowhere_is_no_place_for_a_folder(tmp_path):
    (tmp_path / "home").symlink_to("nowhere")
    (tmp_path / "round").symlink_to("round")

    for name in ("home", "round"):
        found = await look_at_home(tmp_path / name / "deeper")
        assert "a link that leads nowhere" in only(found)


@pytest.mark.parametrize("name", ["secrets", "objects", "scratch", "lock"])
async def test_what_is_of_another_kind_than_ours_is_told(tmp_path, name):
    (tmp_path / name).mkdir() if name == "lock" else (tmp_path / name).write_text("")

    faults = [each for each in await look_at_home(tmp_path) if each.is_fault]
    assert f"{name} is not a f" in only(faults)


async def test_a_place_for_published_clips_that_cannot_be_is_told(tmp_path):
    (tmp_path / "a-file").write_text("")

    found = await look_at_home(tmp_path, published=tmp_path / "a-file" / "clips")

    (said,) = [each.sentence for each in found if each.is_fault]
    assert "a-file/clips cannot be written" in said
    assert "set TRUSS_PUBLISH_FOLDER to" in said
