"""German clips: what `/clip` and `/when` answer, and what becomes of what was asked."""

from __future__ import annotations

from typing import Final

_STATES: Final = {
    "draft": "wird bald gemacht",
    "rendering": "wird gemacht",
    "claimed": "unterwegs",
    "uploading": "wird hochgeladen",
    "processing": "wird verarbeitet",
    "published no link": "veröffentlicht, ohne Link",
    "locked private": "dort privat",
    "awaiting creator": "wartet auf den Creator",
    "retry at": "wird noch einmal versucht",
    "reconnect required": "Konto neu verbinden",
    "quota wait": "wartet auf das Kontingent",
    "unconfirmed": "unklar, ob veröffentlicht",
}
_LISTS: Final = {
    "No clip matches; try fewer words, another status or a lower score.": (
        "Kein Clip passt; versuch weniger Wörter, einen anderen Stand oder weniger Punkte."
    ),
    "- and more": "- und mehr",
    "The clip": "Der Clip",
    "goes to {places}.": "geht hinaus: {places}.",
    "to {place:w} goes out {when}": "→ {place}: geht hinaus {when}",
    "to {place:w} is tried again {when}": "→ {place}: wird noch einmal versucht {when}",
    "to {place:w} waits for the platform's quota until {when}": (
        "→ {place}: wartet auf das Kontingent bis {when}"
    ),
    "to {place:w}: {state:w}": "→ {place}: {state}",
}
_WHEN: Final = {
    "Posting slots: {slots}.": "Posting-Zeiten: {slots}.",
    "There are no posting slots.": "Es gibt keine Posting-Zeiten.",
    "It goes out {when} now.": "Es geht jetzt am {when} hinaus.",
    "It is called off.": "Es ist abgesagt.",
    "It is tried again now.": "Es wird jetzt noch einmal versucht.",
    "It goes out once more.": "Es geht noch einmal hinaus.",
}
_NOW: Final = {
    "One clip of this moment is on its way already; its card says that it was called by you.": (
        "Ein Clip von diesem Moment ist schon unterwegs; auf seiner Karte steht, dass du ihn "
        "gewünscht hast."
    ),
    "One clip of this moment is on its way already; its card says that it was called by {who}.": (
        "Ein Clip von diesem Moment ist schon unterwegs; auf seiner Karte steht, dass {who} ihn "
        "gewünscht hat."
    ),
    "The last {n:n} s of {channel} become a clip; its card follows.": (
        "Aus den letzten {n} s von {channel} wird ein Clip; seine Karte folgt."
    ),
    (
        "The last {n:n} s of {channel} become a clip; its card follows. Its video is asked of "
        "Twitch, which takes longer than /stream record."
    ): (
        "Aus den letzten {n} s von {channel} wird ein Clip; seine Karte folgt. Das Video wird bei "
        "Twitch angefragt, was länger dauert als /stream record."
    ),
}
CLIPS: Final = _STATES | _LISTS | _WHEN | _NOW
