"""German words: what is counted, numbers and days, and the remarks of each tone."""

from __future__ import annotations

import re
from typing import Final

NOUNS: Final = {
    "clip": ("Clip", "Clips"),
    "post": ("Beitrag", "Beiträge"),
    "view": ("Aufruf", "Aufrufe"),
    "like": ("Like", "Likes"),
    "day": ("Tag", "Tage"),
    "comment": ("Kommentar", "Kommentare"),
    "share": ("geteilt", "geteilt"),
    "message": ("Nachricht", "Nachrichten"),
    "chat message": ("Chatnachricht", "Chatnachrichten"),
    "chatter": ("Person", "Leuten"),
    "person": ("Person", "Personen"),
    "line": ("Zeile", "Zeilen"),
    "spike": ("Ausbruch", "Ausbrüche"),
    "peak": ("Spitze", "Spitzen"),
    "stream": ("Stream", "Streams"),
    "publication": ("Veröffentlichung", "Veröffentlichungen"),
    "task": ("Aufgabe", "Aufgaben"),
    "entry": ("Eintrag", "Einträge"),
    "job": ("Arbeit", "Arbeiten"),
    "failed job": ("fehlgeschlagene Arbeit", "fehlgeschlagene Arbeiten"),
    "part": ("Teil", "Teile"),
    "account": ("Konto", "Konten"),
    "request": ("Anfrage", "Anfragen"),
    "insight": ("Erkenntnis", "Erkenntnisse"),
    "moment": ("Moment", "Momente"),
    "chapter": ("Kapitel", "Kapitel"),
}
_DAYS: Final = {
    "Mon": "Mo", "Tue": "Di", "Wed": "Mi", "Thu": "Do", "Fri": "Fr", "Sat": "Sa", "Sun": "So",
    "Monday": "Montag", "Tuesday": "Dienstag", "Wednesday": "Mittwoch", "Thursday": "Donnerstag",
    "Friday": "Freitag", "Saturday": "Samstag", "Sunday": "Sonntag",
}  # fmt: skip
_MONTHS: Final = {
    "January": "Januar", "February": "Februar", "March": "März", "May": "Mai", "June": "Juni",
    "July": "Juli", "October": "Oktober", "December": "Dezember",
    "Mar": "März", "Oct": "Okt", "Dec": "Dez",
}  # fmt: skip
_DAY: Final = re.compile(r"(\d{1,2}) ([A-Z][a-z]+)")
_PLATFORM: Final = "(YouTube|TikTok|Twitch|Discord)"
_SWAPPED: Final = str.maketrans(",.", ".,")


def write_number(number: str) -> str:
    """Return `1.234,5` for `1,234.5`."""
    return number.translate(_SWAPPED)


def write_date(text: str) -> str:
    """Return `Fr 27. Nov um 20:14` for `Fri 27 Nov at 20:14`."""
    first, _, rest = text.partition(" ")
    day = _DAYS.get(first, first)
    text = f"{day} {rest}" if rest else day
    text = _DAY.sub(lambda found: f"{found[1]}. {_MONTHS.get(found[2], found[2])}", text)
    return text.replace(" at ", " um ")


def write_figures(text: str) -> str:
    """Return `TikTok 9.100, YouTube 5.200`: commas inside of numbers alone are of numbers."""
    return re.sub(r"(?<=\d),(?=\d{3})", ".", text)


def write_month(month: str) -> str:
    return _MONTHS.get(month, month)


def write_percent(text: str) -> str:
    return text.replace("%", " %")


def write_names(text: str) -> str:
    """Return `a, b und c` for `a, b and c`; what is named has no spaces."""
    return text.replace(" and ", " und ").replace(" or ", " oder ")


def write_accounts(text: str) -> str:
    """Return `A auf YouTube und B auf Twitch`; what accounts are called stays as it is."""
    text = re.sub(rf" on {_PLATFORM}(?=, | and |$)", r" auf \1", text)
    return re.sub(rf"(?<= auf ){_PLATFORM} and ", r"\1 und ", text)


def write_held(text: str) -> str:
    """Return who has a role in a team: everybody with a Discord role, and people by name."""
    text = "noch niemand" if text == "nobody yet" else text
    text = re.sub(r" and (\d+) more$", r" und \1 weitere", text)
    return text.replace("whoever has <@&", "alle mit <@&")


def write_of(text: str) -> str:
    return text.replace(" on ", " auf ")


def write_target(text: str) -> str:
    return re.sub("^Folder", "Ordner", text)


REMARKS: Final = {
    "Your week. No sugar.": "Deine Woche. Ungeschönt.",
    "Your week, {name}. No sugar.": "Deine Woche, {name}. Ungeschönt.",
    "Nothing went out. Nobody watches what is not there.": (
        "Nichts ging hinaus. Was nicht da ist, sieht niemand."
    ),
    "You showed up. Keep it that way.": "Du warst da. Bleib dabei.",
    "The goal was met. That is the minimum you set yourself.": (
        "Das Ziel ist erreicht. Es war dein eigenes Minimum."
    ),
    "You set this goal, and you missed it.": "Du hast dir das Ziel gesetzt und es verfehlt.",
    "This is what works. Use it or stop asking.": (
        "Das funktioniert. Nutze es, oder frag nicht mehr."
    ),
    "No, you have not cracked it. Not yet, anyway.": (
        "Nein, du hast es nicht heraus. Jedenfalls noch nicht."
    ),
    "Do these. In this order.": "Mach das. In dieser Reihenfolge.",
    "Nothing to do. Go and make clips.": "Nichts zu tun. Geh Clips machen.",
    "Done. Next.": "Erledigt. Weiter.",
    "Put off. It will be back.": "Verschoben. Es kommt wieder.",
    "Gone for 90 days.": "Für 90 Tage weg.",
    "Noted.": "Notiert.",
    "Noted, {name}.": "Notiert, {name}.",
    "Behold, your week.": "Siehe da, deine Woche.",
    "Behold, your week, {name}.": "Siehe da, deine Woche, {name}.",
    "Zero posts. A bold strategy: they cannot dislike what they cannot see.": (
        "Kein Beitrag. Kühn: Was keiner sieht, kann keinem missfallen."
    ),
    "Look at that, somebody found the upload button.": (
        "Sieh an, da hat jemand den Knopf zum Hochladen gefunden."
    ),
    "Goal reached. Somebody alert the press.": "Ziel erreicht. Sagt der Presse Bescheid.",
    "The goal sends its regards. It waited for you.": (
        "Das Ziel lässt grüßen. Es hat auf dich gewartet."
    ),
    "The numbers have spoken, and for once they agree with each other.": (
        "Die Zahlen haben gesprochen und sind sich ausnahmsweise einig."
    ),
    "Plenty of theories, and not one of them survived arithmetic.": (
        "Theorien gab es genug, und keine hat das Rechnen überlebt."
    ),
    "In case you were bored:": "Falls dir langweilig war:",
    "No homework. Try not to miss it.": "Keine Hausaufgaben. Vermisse sie nicht zu sehr.",
    "Done. That was not so terrible, was it?": "Erledigt. War gar nicht so schlimm, oder?",
    "Later, then. As ever.": "Dann eben später. Wie immer.",
    "Banished for 90 days. It never liked you either.": (
        "Für 90 Tage verbannt. Es mochte dich auch nie."
    ),
    "Your wish is filed.": "Dein Wunsch ist abgelegt.",
    "Your wish is filed, {name}.": "Dein Wunsch ist abgelegt, {name}.",
    "Here is your week.": "Das war deine Woche.",
    "Here is your week, {name}.": "Das war deine Woche, {name}.",
    "Nothing went out this week; even the best rest now and then.": (
        "Diese Woche ging nichts hinaus; auch die Besten ruhen einmal."
    ),
    "Nicely kept up; the upload button says thank you.": (
        "Schön drangeblieben; der Knopf zum Hochladen bedankt sich."
    ),
    "The goal was reached. Well done, and nobody even had to remind you.": (
        "Das Ziel ist erreicht. Gut gemacht, und niemand musste dich erinnern."
    ),
    "The goal slipped away this time; it will forgive you.": (
        "Das Ziel ist diesmal entwischt; es wird dir verzeihen."
    ),
    "Here is something that you can rely on.": "Darauf kannst du dich verlassen.",
    "It is too early to say; guessing is quicker, and worth as much.": (
        "Das zu sagen ist zu früh; Raten ginge schneller und wäre so viel wert."
    ),
    "When you have a moment, these would help:": "Wenn du einen Moment hast, hilft das:",
    "There is nothing to do here. Enjoy it while it lasts.": (
        "Hier ist nichts zu tun. Genieße es, solange es dauert."
    ),
    "Done, thank you.": "Erledigt, danke.",
    "Of course; it comes back later.": "Gern; es kommt später wieder.",
    "Gladly; it stays away for 90 days.": "Gern; es bleibt 90 Tage weg.",
    "That is all there is to it.": "Mehr ist da nicht.",
    "The figures decline to comment further.": "Die Zahlen äußern sich nicht weiter.",
    "Ask on, if you like; the figures enjoy the company.": (
        "Frag gern weiter; die Zahlen freuen sich über Gesellschaft."
    ),
    "Saved, thank you.": "Gespeichert, danke.",
    "Saved, thank you, {name}.": "Gespeichert, danke, {name}.",
}
