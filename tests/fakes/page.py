"""The page for tests, which start it hundreds of times."""

from typing import Any, Final

import jinja2
from aiohttp import web
from jinja2.bccache import Bucket

from bot.web.app import make_web_app
from core.app import App


class TemplateCache(jinja2.BytecodeCache):
    """Keeps compiled templates in memory."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_CACHE: Final = TemplateCache()


def make_page(app: App, **given: Any) -> web.Application:
    """Return the web app; its templates, which take longer than most tests, are compiled once."""
    return make_web_app(app, template_cache=_CACHE, **given)
