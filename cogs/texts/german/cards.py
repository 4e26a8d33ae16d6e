"""German cards: what a card and its buttons say, what they open, and the notices around them."""

from __future__ import annotations

from typing import Final

_HEAD: Final = {
    "**{a:n} of {b:n}**": "**{a} von {b}**",
    "Not judged yet": "Noch nicht bewertet",
    "Likely to travel": "Kommt wohl gut an",
    "May travel": "Kommt vielleicht an",
    "Unlikely to travel": "Kommt wohl kaum an",
    "from {t:clock}": "ab {t}",
    "at {t:clock}": "bei {t}",
    "called by {who}": "gewünscht von {who}",
    "Asked for by {who}": "Gewünscht von {who}",
    "Moment at {t:clock}": "Moment bei {t}",
    "an untitled stream": "ein Stream ohne Titel",
    "an untitled video": "ein Video ohne Titel",
}
_STANDING: Final = {
    "Waiting to be made": "Wird bald gemacht",
    "Being made": "Wird gemacht",
    "Waiting for your decision": "Wartet auf deine Entscheidung",
    "A new cut is being made": "Ein neuer Schnitt wird gemacht",
    "Could not be made": "Konnte nicht gemacht werden",
    "Could not be made: {reason:w}": "Konnte nicht gemacht werden: {reason}",
    "Could not be made ({stage:w}): {reason:w}": "Konnte nicht gemacht werden ({stage}): {reason}",
    "Approved by {who:people}": "Freigegeben von {who}",
    "Rejected by {who:people}": "Abgelehnt von {who}",
    "somebody on the web page": "jemand auf der Webseite",
    "and": "und",
    "{n:n} more": "{n} weiteren",
    "Approved by {a:n} of {b:n}": "{a} von {b} Freigaben",
    "Approved by {a:n} of {b:n}: {who}": "{a} von {b} Freigaben: {who}",
    "⏫ goes first": "⏫ kommt zuerst",
    "Goes nowhere yet: /where add says where approved clips go": (
        "Geht noch nirgendwohin: /where add sagt, wohin freigegebene Clips gehen"
    ),
    "Goes to {where}": "Ziel: {where}",
    "soon after approval": "bald nach der Freigabe",
    "the folder of published clips": "Ordner der veröffentlichten Clips",
    (
        "**A new cut is being made** ({a:clock} to {b:clock}); this is still the former one, and "
        "the new card follows."
    ): (
        "**Ein neuer Schnitt wird gemacht** ({a} bis {b}); das hier ist noch der alte, und die "
        "neue Karte folgt."
    ),
    "**There is a newer cut: {link}**": "**Es gibt einen neueren Schnitt: {link}**",
    "There is a newer cut: {link}": "Es gibt einen neueren Schnitt: {link}",
    "The card is here now: {link}": "Die Karte ist jetzt hier: {link}",
    "Take ✅ away before it goes out, and nothing does.": (
        "Nimm ✅ weg, bevor der Clip hinausgeht, dann geht nichts hinaus."
    ),
    "The video is larger than this server takes; watch it {where:w}": (
        "Das Video ist größer, als dieser Server es annimmt; sieh es dir hier an: {where}"
    ),
    "on the page of Truss": "auf der Seite von Truss",
    "Decide on its card: {link}": "Entscheide auf der Karte: {link}",
    "-# Most repeated: {what}": "-# Am häufigsten: {what}",
}
_BUTTONS: Final = {
    "Approve": "Freigeben",
    "Reject": "Ablehnen",
    "Take back": "Zurücknehmen",
    "Try again": "Noch einmal versuchen",
    "Publish again": "Erneut veröffentlichen",
    "Edit": "Ändern",
    "Why": "Warum",
    "More": "Mehr",
    "Words": "Wörter",
    "Put first": "Zuerst bringen",
    "Publish now": "Jetzt veröffentlichen",
    "Link it again": "Neu verknüpfen",
}
_FORMS: Final = {
    "Edit the clip": "Clip ändern",
    "Title": "Titel",
    "as it is published": "wie er veröffentlicht wird",
    "Start": "Anfang",
    "End": "Ende",
    "minutes and seconds into the video": "Minuten und Sekunden im Video",
    "Layout": "Layout",
    "how the picture fills the upright frame": "wie das Bild das Hochformat füllt",
    "As it is": "Wie bisher",
    "Facecam above the picture": "Facecam über dem Bild",
    "Follow what moves": "Dem folgen, was sich bewegt",
    "Whole picture on a blurred fill": "Ganzes Bild auf unscharfem Grund",
    "The middle of the picture": "Die Mitte des Bildes",
    "What is said in this clip": "Was in diesem Clip gesagt wird",
    "Correct what was misheard; the times stay, and a new card follows.": (
        "Verbessere, was falsch verstanden wurde; Zeiten bleiben, eine neue Karte folgt."
    ),
    "The captions are made anew; the new card follows.": (
        "Die Untertitel werden neu gemacht; die neue Karte folgt."
    ),
    "The clip is now called {title}.": "Der Clip heißt jetzt {title}.",
    "The clip now runs from {a:clock} to {b:clock}; its new card follows.": (
        "Der Clip läuft jetzt von {a} bis {b}; seine neue Karte folgt."
    ),
    "The clip is being made again; its new card follows.": (
        "Der Clip wird noch einmal gemacht; seine neue Karte folgt."
    ),
    "What else is to be done with this clip?": "Was soll mit diesem Clip noch geschehen?",
    "Publish now to some places alone": "Jetzt nur an einigen Zielen veröffentlichen",
    "Folder": "Ordner",
}
_OUTCOMES: Final = {
    "Your approval counts: {a:n} of {b:n}.": "Deine Freigabe zählt: {a} von {b}.",
    "Approved. It goes out when the time to take it back is over.": (
        "Freigegeben. Der Clip geht hinaus, sobald die Frist zum Zurücknehmen vorbei ist."
    ),
    "Rejected. Nothing goes out.": "Abgelehnt. Nichts geht hinaus.",
    "Taken back. The clip waits for a decision again.": (
        "Zurückgenommen. Der Clip wartet wieder auf eine Entscheidung."
    ),
    "It is cut {n:n} s earlier now; its new card follows.": (
        "Der Clip wird jetzt {n} s früher geschnitten; seine neue Karte folgt."
    ),
    "It is cut {n:n} s later now; its new card follows.": (
        "Der Clip wird jetzt {n} s später geschnitten; seine neue Karte folgt."
    ),
    "It comes before others now.": "Der Clip kommt jetzt vor den anderen.",
    "It is tried again; the card says how that goes.": (
        "Es wird noch einmal versucht; die Karte sagt, wie es ausgeht."
    ),
    "It is published again; the card says how that goes.": (
        "Der Clip wird noch einmal veröffentlicht; die Karte sagt, wie es ausgeht."
    ),
}
_NOTICES: Final = {
    "Clips to decide on": "Clips zum Entscheiden",
    "Cards of clips go here": "Hierher kommen die Karten der Clips",
    "One clip waits for a decision:": "Ein Clip wartet auf eine Entscheidung:",
    "{n:n} clips wait for a decision:": "{n} Clips warten auf eine Entscheidung:",
    (
        "**{platform} has taken back the access to {name}.** Until it is linked again, nothing "
        "goes out there."
    ): (
        "**{platform} hat den Zugriff auf {name} entzogen.** Bis das Konto neu verknüpft ist, "
        "geht dort nichts hinaus."
    ),
    "an account": "ein Konto",
    (
        "Truss may not open a thread in the review channel; give it the rights to create public "
        "threads there and to send messages in them, or do without: /setup cards."
    ): (
        "Truss darf im Kanal für Karten keinen Thread öffnen; gib ihm dort die Rechte, "
        "öffentliche Threads zu erstellen und darin zu schreiben, oder verzichte darauf: "
        "/setup cards."
    ),
    (
        "Truss may not write in {where}; give it the right to view, send, attach files, add "
        "reactions and read the history there, or choose another with /setup."
    ): (
        "Truss darf in {where} nicht schreiben; gib ihm dort die Rechte, den Kanal zu sehen, zu "
        "schreiben, Dateien anzuhängen, Reaktionen hinzuzufügen und den Verlauf zu lesen, oder "
        "nimm einen anderen Kanal: /setup."
    ),
    (
        "Truss may not write in the channel that clips go to; give it the rights to view it, send "
        "messages, attach files and read the history there."
    ): (
        "Truss darf in dem Kanal, in den Clips gehen, nicht schreiben; gib ihm dort die Rechte, "
        "den Kanal zu sehen, zu schreiben, Dateien anzuhängen und den Verlauf zu lesen."
    ),
    "The channel that clips go to is gone; choose another one.": (
        "Den Kanal, in den Clips gehen, gibt es nicht mehr; wähle einen anderen."
    ),
    "The clip is larger than this server takes: make it shorter.": (
        "Der Clip ist größer, als dieser Server es annimmt: Mach ihn kürzer."
    ),
    "Discord refused the card ({n:n}: {reason}).": (
        "Discord hat die Karte abgelehnt ({n}: {reason})."
    ),
    "Discord refused the clip ({n:n}: {reason}).": (
        "Discord hat den Clip abgelehnt ({n}: {reason})."
    ),
    "Discord refused the thread ({n:n}: {reason}).": (
        "Discord hat den Thread abgelehnt ({n}: {reason})."
    ),
    "Discord refused the digest ({n:n}: {reason}).": (
        "Discord hat die Zusammenfassung abgelehnt ({n}: {reason})."
    ),
    "Discord cannot be reached ({reason:w}).": "Discord ist nicht erreichbar ({reason}).",
    "no answer in time": "keine Antwort in der Zeit",
    "the connection was refused": "die Verbindung wurde abgelehnt",
    "its address was not found": "die Adresse wurde nicht gefunden",
    "its certificate was not accepted": "das Zertifikat wurde nicht angenommen",
    "the connection broke": "die Verbindung brach ab",
    "the connection failed": "die Verbindung kam nicht zustande",
    "it answers {n:n}": "es antwortet {n}",
}
_HABITS: Final = {
    "Cards go to {channel}, and a message in the channel says how many wait.": (
        "Karten gehen in {channel}, und eine Nachricht im Kanal sagt, wie viele warten."
    ),
    "Cards go to {channel}.": "Karten gehen in {channel}.",
    "{role} is pinged at most every {n:n} minutes while cards wait.": (
        "{role} wird höchstens alle {n} Minuten angepingt, solange Karten warten."
    ),
    "Nobody is pinged.": "Niemand wird angepingt.",
    "Quiet from {a:clock} until {b:clock}.": "Ruhe von {a} bis {b}.",
    "No hour is quiet.": "Keine Stunde ist ruhig.",
    "👍 and 👎 decide, too.": "👍 und 👎 entscheiden auch.",
    "👍 and 👎 say nothing.": "👍 und 👎 zählen nicht.",
    "Discord pings nobody until that role may be mentioned: Server Settings, Roles.": (
        "Discord pingt niemanden an, bis die Rolle erwähnt werden darf: Servereinstellungen, "
        "Rollen."
    ),
}
CARDS: Final = _HEAD | _STANDING | _BUTTONS | _FORMS | _OUTCOMES | _NOTICES | _HABITS
