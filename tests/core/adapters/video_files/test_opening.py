import av
import pytest

from core.adapters.video_files.opening import open_video


@pytest.mark.parametrize("name", ["picture.png", "playlist.mp4", "script.mp4", "text.mp4"])
def test_only_containers_of_videos_are_opened(films, name):
    with pytest.raises(av.FFmpegError), open_video(films / name):
        pass
