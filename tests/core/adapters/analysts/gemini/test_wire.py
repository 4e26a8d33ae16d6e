"""What goes over the wire is what Google publishes: its own protobuf reads it."""

from google.ai.generativelanguage import GenerateContentRequest
from google.protobuf import json_format  # type: ignore[import-untyped]

from tests.builders import make_spike
from tests.core.adapters.analysts.gemini.replies import write_answer
from tests.servers.gemini import MODEL, say


async def test_request_bodies_pass_googles_protobuf(gemini, make_analyst, material):
    gemini.default = say(write_answer())
    analyst = await make_analyst()
    spike = make_spike(peak_seconds=8.0)
    material = type(material)(
        video=material.video, window=material.window, has_audio=True, title="T", spikes=(spike,)
    )

    await analyst.understand(material)
    await analyst.judge_clip(material)

    for body in gemini.requests:
        request = GenerateContentRequest.pb()()
        json_format.ParseDict({"model": f"models/{MODEL}", **body}, request)
        parts = request.contents[0].parts
        assert parts[0].file_data.mime_type == "video/mp4"
        assert parts[0].video_metadata.fps == 1.0
        assert parts[1].text
        config = request.generation_config
        assert config.response_mime_type == "application/json"
        assert config.response_json_schema.struct_value["type"] == "object"
        assert config.max_output_tokens == 32768
        # 1 is MEDIA_RESOLUTION_LOW; sampling is left as it is, for its parameters are deprecated.
        assert config.media_resolution == 1
        assert not config.HasField("temperature")
        assert len(request.safety_settings) == 4


async def test_the_key_goes_in_a_header_and_the_version_is_named(gemini, make_analyst, material):
    await (await make_analyst()).understand(material)

    assert gemini.headers[0]["x-goog-api-key"]
    assert "key=" not in gemini.headers[0].get("Referer", "")
    assert gemini.headers[0]["X-Server-Timeout"] == "5"
