"""Kept fragments: long parts of pages, drawn once for as long as what they show stays the same."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

import jinja2
from aiohttp import web
from markupsafe import Markup, escape

FRAGMENTS_KEPT: Final = 32


class KeptFragments:
    """Draws templates that show one value; equal values are drawn once, the newest are kept.

    Nothing goes stale, as a fragment is found by all that it shows. What differs by who looks is
    the token of forms alone, which is put in afterwards.
    """

    def __init__(self, environment: jinja2.Environment, *, most: int = FRAGMENTS_KEPT) -> None:
        self._environment = environment
        self._most = most
        self._mark = f"token-{secrets.token_hex(16)}"
        self._kept: OrderedDict[tuple[str, Hashable], str] = OrderedDict()

    def draw(
        self, template: str, shown: Hashable, view: Callable[[], object], *, token: str = ""
    ) -> Markup:
        """Return the template with what `view` returns, which must follow from `shown` alone."""
        key = (template, shown)
        text = self._kept.get(key)
        if text is None:
            page = self._environment.get_template(template)
            text = self._kept[key] = page.render(view=view(), csrf_token=self._mark)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        # The template escaped what it shows, and the token is escaped here.
        return Markup(text.replace(self._mark, escape(token)))  # noqa: S704


FRAGMENTS: web.AppKey[KeptFragments] = web.AppKey("FRAGMENTS", KeptFragments)
