"""What the fields of a record mean, told by their names: the time, who wrote, and what."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_A_WORD: Final = re.compile(r"[\W_]+")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_TEXTS: Final = _words(
    "message_text text_message chat_message message_body message_content comment_text "
    "chatmessage display_message body text content message_text message msg comment chat line said "
    "snippet_display_message chattext nachricht mensaje mensagem messaggio mesaj pesan "
    "bericht wiadomość сообщение текст коммент комментарий "
    "メッセージ コメント 本文 消息 內容 内容 弹幕 評論 评论 "
    "메시지 채팅 내용 رسالة"
)
_PEOPLE: Final = _words(
    "user chatter author commenter sender viewer from nick nickname username displayname "
    "chatname login handle screenname person who participant benutzer nutzer usuario usuário "
    "utilisateur utente pseudo autor auteur autore kullan\u0131c\u0131 "
    "pengguna gebruiker użytkownik пользователь ник автор имя "
    "用户 用户名 昵称 使用者 ユーザー ユーザー名 名前 사용자 닉네임 작성자 مستخدم"
)
_NAMES: Final = _words(
    "display_name displayname name username user_name nickname nick login slug handle"
)
_STREAM_WORDS: Final = frozenset(
    _words(
        "offset elapsed seconds secs sec timecode relative position sekunden segundos "
        "secondes secondi секунды 秒 秒数 초"
    )
)
_STREAM_NAMES: Final = frozenset(
    _words("time_text timestamp_text video_time stream_time vod_time t s")
)
_DAY_WORDS: Final = frozenset(
    _words(
        "timestamp created published sent datetime date posted received ts utc at written "
        "datum fecha data tarih дата 日期 日付 날짜"
    )
)
_TIME_WORDS: Final = frozenset(
    _words(
        "time times when zeit uhrzeit zeitstempel hora tempo heure temps ora tijd czas waktu "
        "zaman saat время 时间 時間 時刻 시간 시각 وقت"
    )
)
_UNITS: Final = {
    "ms": 1e-3,
    "msec": 1e-3,
    "millis": 1e-3,
    "milliseconds": 1e-3,
    "us": 1e-6,
    "usec": 1e-6,
    "microseconds": 1e-6,
    "ns": 1e-9,
    "s": 1.0,
    "sec": 1.0,
    "secs": 1.0,
    "seconds": 1.0,
}
CHANNEL_NAMES: Final = frozenset(
    _words("channel channel_name channel_login room room_name broadcaster broadcaster_login")
)
"""How fields are called that tell in which chat something was said."""

_ELSEWHERE: Final = frozenset(
    _words(
        "badge badges emote emotes emoji emoticon emoticons reaction reactions avatar colour "
        "color url image logo photo icon reply parent mention mentions streamer broadcaster "
        "gift updated deleted edited expires role roles identity bio duration timeout banner "
        "type reference"
    )
)
"""Parts of a record that tell of something else than this line and who wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Which field holds what, counted from 0; `unit` is what a number of `time` is in seconds."""

    time: int
    chatter: int
    text: int
    unit: float | None = None


def normalise(name: str) -> str:
    """Return a field's name as lower-case words: `author.displayName` is `author_display_name`."""
    words = _NOT_A_WORD.split(_CAMEL.sub("_", name.strip()).lower())
    return "_".join(word for word in words if word and not word.isdigit())


def find_fields(names: Sequence[str]) -> Fields | None:
    """Return which of the named fields hold a time, a name and a text, None if any is missing."""
    plain = [normalise(name) for name in names]
    text = next(iter(rank_texts(plain)), None)
    chatter = next(iter(rank_chatters(plain)), None)
    times = rank_times(plain)
    if text is None or chatter is None or not times:
        return None
    return Fields(time=times[0], chatter=chatter, text=text, unit=find_unit(plain[times[0]]))


def find_unit(name: str) -> float | None:
    """Return what a number in a field of this name counts, None where the name does not tell."""
    last = name.rpartition("_")[2]
    return _UNITS.get(last) if last in _UNITS else (1.0 if name.startswith("time_in_s") else None)


def rank_times(names: Sequence[str]) -> list[int]:
    """Return the positions of all fields that may hold the time, the likeliest first."""
    return _rank(names, _rank_time)


def rank_chatters(names: Sequence[str]) -> list[int]:
    """Return the positions of all fields that may tell who wrote, the likeliest first."""
    return _rank(names, _rank_chatter)


def rank_texts(names: Sequence[str]) -> list[int]:
    """Return the positions of all fields that may hold what was said, the likeliest first."""
    return _rank(names, _rank_text)


def _rank(names: Sequence[str], rank_one: Callable[[str], int | None]) -> list[int]:
    ranked = [(rank, n) for n, name in enumerate(names) if (rank := rank_one(name)) is not None]
    return [n for _, n in sorted(ranked)]


def _is_elsewhere(name: str) -> bool:
    return not _ELSEWHERE.isdisjoint(name.split("_"))


def _rank_text(name: str) -> int | None:
    if _is_elsewhere(name) or name.startswith("time"):
        return None
    for rank, word in enumerate(_TEXTS):
        if name == word:
            return rank
        if name.endswith("_" + word) and not _is_person(name):
            return rank + 50
    return None


def _rank_chatter(name: str) -> int | None:
    """Return how likely a field names who wrote; an id does so if nothing better is there."""
    if _is_elsewhere(name):
        return None
    words = name.split("_")
    if name in _NAMES or name.replace("_", "") in _PEOPLE:
        return _NAMES.index(name) if name in _NAMES else len(_NAMES)
    if not _is_person(name):
        return None
    for rank, leaf in enumerate(_NAMES):
        if name.endswith("_" + leaf):
            return rank
    if words[-1] in _PEOPLE:
        return 20
    return 40 if words[-1] == "id" else None


def _is_person(name: str) -> bool:
    return any(word in _PEOPLE for word in name.split("_"))


def _rank_time(name: str) -> int | None:
    words = set(name.split("_"))
    if _is_elsewhere(name) or _is_person(name):
        return None
    if "video" in words and not words & _STREAM_WORDS and name != "video_time":
        return None
    if name in _STREAM_NAMES or (words & _STREAM_WORDS and not words & {"id", "count"}):
        return 0 if words & _STREAM_WORDS else 1
    if words & _DAY_WORDS:
        return 3 if words & {"ts", "timestamp", "datetime"} else 4
    return 2 if words & _TIME_WORDS else None
