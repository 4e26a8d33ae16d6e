import pytest

from core.adapters.analysts.gemini import open_client
from core.adapters.analysts.gemini.files import NotReady, open_remote_file
from tests.core.adapters.analysts.gemini.conftest import QUICK
from tests.servers.gemini import KEY


@pytest.fixture
async def client(gemini):
    async with open_client(api_key=KEY, base_url=gemini.url, tuning=QUICK) as client:
        yield client


async def test_a_file_is_there_while_it_is_used_and_gone_afterwards(gemini, client):
    gemini.polls = 3

    async with open_remote_file(client, b"a video", tuning=QUICK) as uri:
        (name,) = gemini.files
        assert uri.endswith(name)
        assert gemini.files[name].state == "ACTIVE"
        assert bytes(gemini.files[name].content) == b"a video"

    assert gemini.files == {}
    assert gemini.deleted == [name]


# The library hands over each chunk as bytes; aiohttp would rather have a file.
@pytest.mark.filterwarnings("ignore:Sending a large body directly:ResourceWarning")
async def test_a_large_file_goes_in_chunks(gemini, client):
    content = bytes(range(256)) * 40_000  # 10 MB: two chunks of 8 MiB at most

    async with open_remote_file(client, content, tuning=QUICK):
        pass

    assert gemini.uploads == [content]


async def test_a_file_that_the_service_cannot_read_is_deleted_too(gemini, client):
    gemini.breaks_files = True

    with pytest.raises(NotReady):
        async with open_remote_file(client, b"a video", tuning=QUICK):
            pass

    assert gemini.files == {}


async def test_what_fails_inside_comes_out_and_the_file_goes(gemini, client):
    with pytest.raises(ZeroDivisionError):
        async with open_remote_file(client, b"a video", tuning=QUICK):
            raise ZeroDivisionError

    assert gemini.files == {}


async def test_a_file_that_is_gone_already_is_no_trouble(gemini, client):
    async with open_remote_file(client, b"a video", tuning=QUICK):
        gemini.files.clear()

    assert gemini.deleted == []


async def test_the_service_learns_nothing_from_the_name(gemini, client):
    async with open_remote_file(client, b"a video", tuning=QUICK):
        (file,) = gemini.files.values()

    assert file.display_name == "analysis window"
    assert file.mime_type == "video/mp4"
