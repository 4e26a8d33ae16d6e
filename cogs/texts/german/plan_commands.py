"""German: what `/plan` and its options say, by the English sentence; at most 100 characters."""

from __future__ import annotations

from typing import Final

PLAN_COMMANDS: Final = {
    "The month's posts of this server's creator": "Die Beiträge des Monats zu diesem Server",
    "Show a month by day": "Einen Monat Tag für Tag zeigen",
    "as in 2026-11; this month if you say none": "wie 2026-11; sonst dieser Monat",
    "Draft the next posts, over the month's end": (
        "Die nächsten Beiträge entwerfen, auch über das Monatsende"
    ),
    "how many there are to be; 30 if you say none": "wie viele es werden sollen; sonst 30",
    "Say what a month is to be about": "Sagen, worum es in einem Monat gehen soll",
    "what the channel is about": "worum es im Kanal geht",
    "what you want to reach, with ; between": "was erreicht werden soll, mit ; dazwischen",
    "what posts are to be about, with ; between": (
        "worum es in den Beiträgen gehen soll, mit ; dazwischen"
    ),
    "Plan a post; a form asks for its words": (
        "Einen Beitrag planen; ein Formular fragt nach dem Text"
    ),
    "where it goes": "wohin er geht",
    "on the creator's clock, as in 2026-11-30 18:00; else the next free slot": (
        "Ortszeit wie 2026-11-30 18:00; sonst der nächste freie Termin"
    ),
    "whether an approved clip is to take it": "ob ein freigegebener Clip ihn füllen soll",
    "Show a post with its texts and drafts": "Einen Beitrag mit Texten und Entwürfen zeigen",
    "Draft a post's missing texts for platforms": (
        "Fehlende Texte eines Beitrags für Plattformen entwerfen"
    ),
    "one more platform": "noch eine Plattform",
    "Move a post to another status or time": "Einen Beitrag anders einordnen oder verlegen",
    "where it is to stand": "wo er stehen soll",
    "Say where you have posted a text by hand": "Sagen, wo ein Text von Hand erschienen ist",
    "its whole address": "die ganze Adresse",
    "Compare two drafts of a post by words": (
        "Zwei Entwürfe eines Beitrags Wort für Wort vergleichen"
    ),
    "a draft's number": "die Nummer eines Entwurfs",
    "another one's": "die eines anderen",
    "Make an older draft the text again": "Einen älteren Entwurf wieder zum Text machen",
    "its number": "seine Nummer",
    "Show posts by status, or a platform's texts": (
        "Beiträge nach Stand zeigen, oder die Texte einer Plattform"
    ),
    "a column of the board": "eine Spalte der Tafel",
    "a platform's texts instead": "stattdessen die Texte einer Plattform",
    "Get a month as a file": "Einen Monat als Datei bekommen",
    "as JSON instead of CSV": "als JSON statt CSV",
    "Read a month from a file; first on trial": "Einen Monat aus einer Datei lesen; erst zur Probe",
    "CSV or JSON, as /plan export writes it": "CSV oder JSON, wie /plan export es schreibt",
    "whether to do it": "ob es geschehen soll",
}
