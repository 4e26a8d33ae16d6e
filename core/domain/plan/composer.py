"""Composers: where a person posts a text by hand, and what goes out with a clip by itself."""

from __future__ import annotations

from urllib.parse import quote

from core.domain.plan.post import PlatformVariant
from core.domain.publishing.wording import Wording
from core.domain.work.platform import Platform
from core.domain.work.text_limits import Field, find_limit, join_text

_LINK_LENGTH_MAX = 2000


def find_composer(variant: PlatformVariant) -> str | None:
    """Return the address at which a person posts it, filled in where that works; None elsewhere."""
    text = join_text(variant.platform, variant.title, variant.text, variant.tags)
    if variant.platform is Platform.X:
        return _fill("https://x.com/intent/post?text=", text)
    if variant.platform is Platform.LINKEDIN:
        return _fill("https://www.linkedin.com/feed/?shareActive=true&text=", text)
    if variant.platform is Platform.REDNOTE:
        return "https://creator.xiaohongshu.com/publish/publish"
    return None


def word_publication(variant: PlatformVariant) -> Wording:
    """Return a variant's words as they go out with a clip.

    Publishers want a title: where the platform has none, it is the text's first paragraph.
    """
    has_title = find_limit(variant.platform, Field.TITLE) is not None
    if has_title or variant.title or variant.platform is Platform.TIKTOK:
        return Wording(title=variant.title, text=variant.text, tags=variant.tags)
    title, _, text = variant.text.partition("\n\n")
    return Wording(title=title, text=text, tags=variant.tags)


def _fill(address: str, text: str) -> str:
    """Return the address with the text, or without where it would become too long."""
    filled = address + quote(text.encode("utf-8", "replace"), safe="")
    return filled if len(filled) <= _LINK_LENGTH_MAX else address.partition("?")[0]
