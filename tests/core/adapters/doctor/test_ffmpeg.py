import stat

from core.adapters.doctor.ffmpeg import look_at_ffmpeg
from tests.core.adapters.doctor.server import only


async def test_a_path_that_leads_nowhere_names_its_setting():
    said = only(await look_at_ffmpeg("/nowhere/ffmpeg"))

    assert "No ffmpeg was found at /nowhere/ffmpeg; correct TRUSS_FFMPEG" in said


async def test_what_an_ffmpeg_lacks_is_listed(tmp_path):
    """A build without libx264 makes no clip; so does a file that is no ffmpeg at all."""
    file = tmp_path / "ffmpeg"
    file.write_text("#!/bin/sh\necho ' A..... aac  AAC'\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)

    said = only(await look_at_ffmpeg(str(file)))

    assert "encoder libx264" in said
    assert "encoder aac" not in said
