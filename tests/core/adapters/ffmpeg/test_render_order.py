from dataclasses import fields

from core.adapters.ffmpeg.render_order import RenderOrder


def test_most_renders_have_none_before_them():
    defaults = {field.name: field.default for field in fields(RenderOrder)}

    assert defaults["before"] is None
