"""Draws messages of Discord's components version 2 as a page, as a phone of 390 points does.

Sizes are our own estimate: a bar of 56 points above, a gutter of 64 for the picture of who wrote,
buttons of 40 that wrap, letters wider than the app's. A video keeps its shape and is at most 400
high, as the app limits tall ones (its page on a desktop to 350). Emojis are signs of any font.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape
from typing import Any

WIDTH = 390
HEIGHT = 844
_STYLES = """
* { box-sizing: border-box; margin: 0 }
body { width: 390px; background: #1a1a1e; color: #dbdee1;
  font: 15px/20px "DejaVu Sans", sans-serif }
.bar { height: 56px; padding: 18px 16px; background: #121214; font-weight: bold }
.message { padding: 10px 16px 24px 64px; position: relative }
.who { font-weight: bold; margin-bottom: 4px }
.face { position: absolute; left: 14px; top: 12px; width: 38px; height: 38px; border-radius: 50%;
  background: #5865f2 }
.box { border-left: 4px solid #3f4147; background: #242429; border-radius: 6px; padding: 12px;
  display: grid; gap: 8px }
.media { height: 400px; aspect-ratio: 9 / 16; border-radius: 8px; display: grid;
  place-items: center;
  background: linear-gradient(160deg, #37507a, #a0527c 60%, #d38a4f); font-size: 40px; color: #fff }
.media.wide { width: 100%; height: auto; aspect-ratio: 16 / 6; font-size: 15px }
h3 { font-size: 17px; line-height: 22px; overflow-wrap: anywhere } p { overflow-wrap: anywhere }
small { font-size: 12px; line-height: 16px; color: #949ba4; display: block }
blockquote { border-left: 3px solid #4e5058; padding-left: 8px } li { margin-left: 16px }
.row { display: flex; flex-wrap: wrap; gap: 8px }
.row b { height: 40px; padding: 10px 12px; border-radius: 8px; background: #3b3d44; color: #fff;
  font-weight: normal; font-size: 14px }
.row .s1 { background: #5865f2 } .row .s3 { background: #248045 } .row .s4 { background: #da373c }
i { font-style: normal; background: #3c4270; border-radius: 3px; padding: 0 2px }
u { text-decoration: none; background: #34363c; border-radius: 3px; padding: 0 2px }
a { color: #00a8fc; overflow-wrap: anywhere }
"""
_EMOJIS = {"✅": "✔", "❌": "✘", "⏪": "«", "⏩": "»", "⏫": "▲"}
_PROBE = (
    "<script>const bottom = c => Math.max(0, ...[...document.querySelectorAll(c)]"
    ".map(e => Math.ceil(e.getBoundingClientRect().bottom)));"
    "document.body.dataset.buttons = bottom('.row');"
    "document.body.dataset.wide = document.documentElement.scrollWidth;</script>"
)


def draw_page(components: list[dict[str, Any]]) -> str:
    """Return a page with one message in a channel."""
    return (
        f"<!doctype html><meta charset=utf-8><style>{_STYLES}</style><body>"
        f"{draw_message(components)}{_PROBE}</body>"
    )


def draw_message(components: list[dict[str, Any]]) -> str:
    drawn = "".join(_draw(component) for component in components)
    return (
        "<div class=bar># review</div><div class=message><div class=face></div>"
        f"<div class=who>Truss</div>{drawn}</div>"
    )


def _draw(component: dict[str, Any]) -> str:
    match component["type"]:
        case 17:
            inner = "".join(_draw(each) for each in component["components"])
            colour = component.get("accent_color")
            style = f' style="border-color: #{colour:06x}"' if colour else ""
            return f"<div class=box{style}>{inner}</div>"
        case 12:
            return "".join(_draw_media(item["media"]["url"]) for item in component["items"])
        case 10:
            lines = "".join(map(_draw_line, component["content"].split("\n")))
            return f"<div>{lines}</div>"
        case 1:
            return f"<div class=row>{''.join(map(_draw, component['components']))}</div>"
        case 2:
            return f"<b class=s{component['style']}>{escape(_plain(component['label']))}</b>"
    raise AssertionError(f"no picture of a component of type {component['type']}")


def _draw_media(url: str) -> str:
    is_video = ".mp4" in url
    name = escape(url.rpartition("/")[2].partition("?")[0])
    return f"<div class='media {'' if is_video else 'wide'}'>{'▶' if is_video else name}</div>"


def _draw_line(line: str) -> str:
    kinds = (("### ", "h3"), ("-# ", "small"), ("> ", "blockquote"), ("- ", "li"))
    for mark, tag in kinds:
        if line.startswith(mark):
            return f"<{tag}>{_draw_words(line.removeprefix(mark))}</{tag}>"
    return f"<p>{_draw_words(line)}</p>"


def _draw_words(text: str) -> str:
    """Return Discord's markdown as the app shows it; escaped marks are plain."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(escape(found[1]))
        return f"\x00{len(kept) - 1}\x00"

    drawn = escape(re.sub(r"\\(.)", keep, _plain(text)))
    drawn = re.sub(r"&lt;t:(\d+):(\w)&gt;", _draw_time, drawn)
    drawn = re.sub(r"&lt;@(?:&amp;)?(\d+)&gt;", r"<i>@person \1</i>", drawn)
    drawn = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", drawn)
    drawn = re.sub(r"(https://\S+)", r"<a>\1</a>", drawn)
    return re.sub("\x00(\\d+)\x00", lambda found: kept[int(found[1])], drawn)


def _plain(text: str) -> str:
    return text.translate({ord(emoji): sign for emoji, sign in _EMOJIS.items()})


def _draw_time(found: re.Match[str]) -> str:
    at = datetime.fromtimestamp(int(found[1]), tz=UTC)
    styles = {"f": "%-d %B %Y %H:%M", "d": "%d/%m/%Y", "t": "%H:%M", "R": "in 6 hours"}
    return f"<u>{at.strftime(styles[found[2]])}</u>"
