"""German for accounts and settings: where clips go, what is linked, and what holds."""

from __future__ import annotations

from typing import Final

PLACES_SAID: Final = {
    "Approved clips go nowhere: choose a place with /where add.": (
        "Freigegebene Clips gehen nirgendwohin: Wähle mit /where add, wohin."
    ),
    "Approved clips go to:": "Freigegebene Clips gehen an:",
    "{place:target}: {how:w}": "{place}: {how}",
    "{place:target}: {how:w}, with {tags:tags}": "{place}: {how}, mit {tags}",
    "public": "öffentlich",
    "unlisted": "nicht gelistet",
    "private": "privat",
    "into the inbox of the app; /where tiktok chooses how to post": (
        "in den Posteingang der App; /where tiktok wählt, wie gepostet wird"
    ),
    "posted for public": "gepostet für alle",
    "posted for friends": "gepostet für Freunde",
    "posted for followers": "gepostet für Follower",
    "posted for private": "gepostet nur für dich",
    "How clips are posted to TikTok": "Wie Clips auf TikTok erscheinen",
    "Privacy": "Sichtbarkeit",
    "who may see the posts": "wer die Beiträge sehen darf",
    "Interactions": "Interaktionen",
    "what people may do with them; nothing, unless chosen": (
        "was Leute damit tun dürfen; nichts, wenn nichts gewählt ist"
    ),
    "Disclosure": "Werbung",
    "only if the clips are advertising": "nur, wenn die Clips Werbung sind",
    "Everyone": "Alle",
    "Friends": "Freunde",
    "Followers": "Follower",
    "Only me": "Nur ich",
    "Comments": "Kommentare",
    "Duets": "Duette",
    "Stitches": "Stitches",
    "They advertise my own brand": "Sie werben für meine eigene Marke",
    "Somebody pays for them": "Jemand bezahlt dafür",
    "No account is linked; type /account link.": "Kein Konto ist verknüpft; tippe /account link.",
    "{name} on {platform:platform}: linked {when}": "{name} auf {platform}: verknüpft am {when}",
    "{name} on {platform:platform}: linked by {who:author} {when}": (
        "{name} auf {platform}: verknüpft von {who} am {when}"
    ),
    "{name} on {platform:platform}: linked {when}, without the right to {rights:ws}": (
        "{name} auf {platform}: verknüpft am {when}; nicht erlaubt: {rights}"
    ),
    (
        "{name} on {platform:platform}: linked by {who:author} {when}, without the right to "
        "{rights:ws}"
    ): ("{name} auf {platform}: verknüpft von {who} am {when}; nicht erlaubt: {rights}"),
    "{name} on {platform:platform}: **must be linked again** {when}": (
        "{name} auf {platform}: **muss neu verknüpft werden**, verknüpft am {when}"
    ),
    "{name} on {platform:platform}: **must be linked again** by {who:author} {when}": (
        "{name} auf {platform}: **muss neu verknüpft werden**, verknüpft von {who} am {when}"
    ),
    (
        "{name} on {platform:platform}: **must be linked again** {when}, without the right to "
        "{rights:ws}"
    ): (
        "{name} auf {platform}: **muss neu verknüpft werden**, verknüpft am {when}; nicht "
        "erlaubt: {rights}"
    ),
    (
        "{name} on {platform:platform}: **must be linked again** by {who:author} {when}, "
        "without the right to {rights:ws}"
    ): (
        "{name} auf {platform}: **muss neu verknüpft werden**, verknüpft von {who} am "
        "{when}; nicht erlaubt: {rights}"
    ),
    "{name} on {platform:platform}: unlinked {when}": (
        "{name} auf {platform}: getrennt, verknüpft am {when}"
    ),
    "{name} on {platform:platform}: unlinked by {who:author} {when}": (
        "{name} auf {platform}: getrennt, verknüpft von {who} am {when}"
    ),
    "upload videos": "Videos hochladen",
    "see the channel and its videos": "den Kanal und seine Videos sehen",
    "see how videos performed day by day": "sehen, wie Videos Tag für Tag liefen",
    "see whose account it is": "sehen, wessen Konto es ist",
    "send videos to the inbox": "Videos in den Posteingang schicken",
    "post videos": "Videos posten",
    "see how videos performed": "sehen, wie Videos liefen",
    "read chat": "Chat lesen",
    "write in chat": "im Chat schreiben",
    "make clips": "Clips machen",
    "make clips of recordings": "Clips von Aufzeichnungen machen",
    "appear as a bot in chat": "im Chat als Bot erscheinen",
    "let a bot into the chat": "einen Bot in den Chat lassen",
    "set stream markers": "Markierungen im Stream setzen",
    "{name} on {platform:platform} is linked.": "{name} auf {platform} ist verknüpft.",
    "{name} on {platform:platform} is unlinked, and Truss's access is revoked.": (
        "{name} auf {platform} ist getrennt, und der Zugang von Truss ist widerrufen."
    ),
    (
        "{name} on {platform:platform} is unlinked here, but {p:platform} could not be told; "
        "remove Truss from the connected apps there."
    ): (
        "{name} auf {platform} ist hier getrennt, aber {p} war nicht zu erreichen; "
        "entferne Truss dort aus den verbundenen Apps."
    ),
    "Choose an account from the list that appears while you type.": (
        "Wähle ein Konto aus der Liste, die beim Tippen erscheint."
    ),
    (
        "Open {platform:platform} and type the code **{code}** within {n:n} minutes. Do not "
        "share it."
    ): ("Öffne {platform} und tippe binnen {n} Minuten den Code **{code}**. Gib ihn nicht weiter."),
    (
        "This link is for you alone: it works once, within {n:n} minutes, and you have to "
        "finish in the same browser."
    ): (
        "Dieser Link ist nur für dich: Er geht einmal, binnen {n} Minuten, und du musst im "
        "selben Browser fertig werden."
    ),
    "Go on to {platform:platform}": "Weiter zu {platform}",
    "Once linked, send approved clips there": "Danach freigegebene Clips dorthin schicken",
    "Approved clips go to {platform:platform} from now on.": (
        "Freigegebene Clips gehen ab jetzt an {platform}."
    ),
    "on": "auf",
    "Sensitivity{of:of}: {n:n} spikes an hour arrive where chat is busy; calls come on top": (
        "Empfindlichkeit{of}: {n} Ausbrüche je Stunde, wo im Chat viel los ist; gewünschte "
        "kommen dazu"
    ),
    "Layout{of:of}: {what:w}": "Layout{of}: {what}",
    "Facecam{of:of}: {where:w}": "Facecam{of}: {where}",
    "looked for in each clip": "wird in jedem Clip gesucht",
    "Captions{of:of}: {how:w}": "Untertitel{of}: {how}",
    "on, where the words are known": "an, wo die Wörter bekannt sind",
    "Look of captions{of:of}: {look}": "Aussehen der Untertitel{of}: {look}",
    "Names and terms{of:of}: none": "Namen und Begriffe{of}: keine",
    "Names and terms{of:of}: {names}": "Namen und Begriffe{of}: {names}",
    "Unwanted words{of:of}: {n:n} listed, {sound:w}": (
        "Unerwünschte Wörter{of}: {n} gelistet, {sound}"
    ),
    "silent": "stumm",
    "silence": "Stille",
    "a tone instead": "stattdessen ein Ton",
    "bleep": "Piepton",
    "Tone: {tone:w} (what Truss says to people here, never scores)": (
        "Ton: {tone} (was Truss hier zu Leuten sagt, nie Punktzahlen)"
    ),
    "Voice: {tone:w} (titles and posts)": "Stimme: {tone} (Titel und Beiträge)",
    "plain": "schlicht",
    "automatic": "automatisch",
    "centre": "Mitte",
    "fit": "ganz",
    "follow": "folgen",
    "stack": "Stapel",
    "facecam": "Facecam",
    "facecam above the picture": "Facecam über dem Bild",
    "follow what moves": "dem folgen, was sich bewegt",
    "whole picture on a blurred fill": "ganzes Bild auf unscharfem Grund",
    "the middle of the picture": "die Mitte des Bildes",
    "{name} on {platform:platform}: unlinked {when}, without the right to {rights:ws}": (
        "{name} auf {platform}: getrennt, verknüpft am {when}; nicht erlaubt: {rights}"
    ),
    (
        "{name} on {platform:platform}: unlinked by {who:author} {when}, without the right to "
        "{rights:ws}"
    ): ("{name} auf {platform}: getrennt, verknüpft von {who} am {when}; nicht erlaubt: {rights}"),
}
