"""German refusals around clips: why something is not done, and what to do instead."""

from __future__ import annotations

from typing import Final

_CARDS: Final = {
    "This clip was already {state:w} on the web page.": (
        "Dieser Clip ist auf der Webseite schon {state} worden."
    ),
    "This clip was already {state:w} by {who}.": "Dieser Clip ist schon von {who} {state} worden.",
    "This clip has changed since you saw it; look at the new cut and decide again.": (
        "Dieser Clip hat sich geändert, seit du ihn gesehen hast; sieh dir den neuen Schnitt an "
        "und entscheide noch einmal."
    ),
    "It was rejected more than a week ago; /clip again makes a new cut of it.": (
        "Er wurde vor mehr als einer Woche abgelehnt; /clip again schneidet ihn neu."
    ),
    "This card shows an older cut; decide on the newest card of the clip.": (
        "Diese Karte zeigt einen älteren Schnitt; entscheide auf der neuesten Karte des Clips."
    ),
    "You have not approved this clip, so there is nothing to take back.": (
        "Du hast diesen Clip nicht freigegeben, also gibt es nichts zurückzunehmen."
    ),
    "Nothing of this clip waits to be published again.": (
        "Von diesem Clip wartet nichts darauf, noch einmal veröffentlicht zu werden."
    ),
    "Nothing is known of this card; press again in a minute if it has just come, or decide on a "
    "newer one.": (
        "Diese Karte ist nicht bekannt; drücke in einer Minute noch einmal, wenn sie gerade erst "
        "gekommen ist, oder entscheide auf einer neueren."
    ),
    "This card is not known any more; use the newest one.": (
        "Diese Karte ist nicht mehr bekannt; nimm die neueste."
    ),
    "This message is not the card of a clip; choose one in the review channel.": (
        "Diese Nachricht ist keine Karte eines Clips; wähle eine im Kanal für Karten."
    ),
    "Many people speak at this moment; say it again in a second.": (
        "Gerade entscheiden viele zugleich; sag es in einer Sekunde noch einmal."
    ),
    "This clip is already on its way and can no longer be taken back.": (
        "Dieser Clip ist schon unterwegs und lässt sich nicht mehr zurücknehmen."
    ),
    "Truss is not in this server any more.": "Truss ist nicht mehr auf diesem Server.",
    "Truss cannot see your roles; come back to this server first.": (
        "Truss kann deine Rollen nicht sehen; komm erst auf diesen Server zurück."
    ),
    (
        "Discord did not say which roles you have, so this did not count; use the card's buttons, "
        "or react once more."
    ): (
        "Discord sagte nicht, welche Rollen du hast, darum zählte das nicht; nimm die Knöpfe der "
        "Karte, oder reagiere noch einmal."
    ),
}
_CLIPS: Final = {
    "This clip does not exist.": "Diesen Clip gibt es nicht.",
    "This clip has no video yet; choose its cover then.": (
        "Dieser Clip hat noch kein Video; wähle sein Titelbild danach."
    ),
    "Choose a moment of the clip, from 0 to {n:n} s.": (
        "Wähle einen Moment des Clips, von 0 bis {n} s."
    ),
    "Only a clip that could not be made is tried again.": (
        "Nur ein Clip, der nicht gemacht werden konnte, wird noch einmal versucht."
    ),
    "Nothing would change: say what is to be different.": (
        "Nichts würde sich ändern: Sag, was anders werden soll."
    ),
    "The clip is {a:w} and cannot become {b:w}.": (
        "Der Stand des Clips ist „{a}“ und kann nicht „{b}“ werden."
    ),
    "The video goes no further that way; move the edge the other way.": (
        "Das Video geht in dieser Richtung nicht weiter; verschieb die Kante in die andere."
    ),
    "That would make a clip of {n:n} s; a clip lasts {a:n} to {b:n} s.": (
        "Das gäbe einen Clip von {n} s; ein Clip dauert {a} bis {b} s."
    ),
    "This clip is being made; wait until it is ready.": (
        "Dieser Clip wird gerade gemacht; warte, bis er fertig ist."
    ),
    "This clip has no video yet; give it a title once it is ready.": (
        "Dieser Clip hat noch kein Video; gib ihm einen Titel, sobald er fertig ist."
    ),
    "A title needs at least one letter or number.": (
        "Ein Titel braucht mindestens einen Buchstaben oder eine Ziffer."
    ),
    "The clip already has that title; write another one.": (
        "Der Clip hat diesen Titel schon; schreib einen anderen."
    ),
    "Move an edge by at most {n:n} s at a time.": (
        "Verschieb eine Kante um höchstens {n} s auf einmal."
    ),
    "Say by how many seconds the start or the end is to move.": (
        "Sag, um wie viele Sekunden sich Anfang oder Ende verschieben soll."
    ),
    "Write a time as in 1:43 or 1:43.5: minutes, then seconds.": (
        "Schreib eine Zeit wie 1:43 oder 1:43.5: erst Minuten, dann Sekunden."
    ),
    "That is too long: write at most {n:n} characters.": (
        "Das ist zu lang: Schreib höchstens {n} Zeichen."
    ),
    "The words are the same as before; change some of them.": (
        "Die Worte sind dieselben wie vorher; ändere welche."
    ),
    "Write at most {a:n} words of {b:n} characters, one a line.": (
        "Schreib höchstens {a} Wörter mit {b} Zeichen, je Zeile eines."
    ),
    "{text} is not a rectangle: write x,y,width,height in pixels, as in 8,9,480,270.": (
        "{text} ist kein Rechteck: Schreib x,y,Breite,Höhe in Pixeln, wie 8,9,480,270."
    ),
    "A picture is at most {n:n} pixels wide and high.": (
        "Ein Bild ist höchstens {n} Pixel breit und hoch."
    ),
    (
        "The facecam {box} does not lie within the picture of {size}, or is smaller than {n:n} "
        "pixels: give x,y,width,height in the video's own pixels."
    ): (
        "Die Facecam {box} liegt nicht im Bild von {size} oder ist kleiner als {n} Pixel: Gib "
        "x,y,Breite,Höhe in den Pixeln des Videos an."
    ),
    "Framing can be set for at most {n:n} channels.": (
        "Der Bildausschnitt lässt sich für höchstens {n} Kanäle festlegen."
    ),
    (
        "No facecam was found in this video: say where it is (x,y,width,height), or choose another "
        "layout."
    ): (
        "In diesem Video wurde keine Facecam gefunden: Sag, wo sie ist (x,y,Breite,Höhe), oder "
        "wähle ein anderes Layout."
    ),
    (
        "The video lasts {n:n} s, so nothing lies between {a:n} s and {b:n} s: choose another "
        "window."
    ): (
        "Das Video dauert {n} s, also liegt zwischen {a} s und {b} s nichts: Wähle ein anderes "
        "Stück."
    ),
    (
        "Nothing of the window from {a:n} s to {b:n} s lies within the video of {n:n} s: choose "
        "another window."
    ): (
        "Nichts von dem Stück von {a} s bis {b} s liegt im Video von {n} s: Wähle ein anderes "
        "Stück."
    ),
    "{n:n} s do not fit into {a:n} MB: allow {b:n} MB, or choose a shorter window.": (
        "{n} s passen nicht in {a} MB: Erlaube {b} MB, oder wähle ein kürzeres Stück."
    ),
    "Write a colour as #FFD700, or one of {names}.": (
        "Schreib eine Farbe wie #FFD700, oder eine von {names}."
    ),
    (
        "“{word}” is no part of a look. Write a style ({styles}), a size ({sizes}), a colour "
        "({colours} or #rrggbb), a place ({places}), and caps for capital letters, as in: karaoke "
        "large cyan."
    ): (
        "„{word}“ gehört zu keinem Aussehen. Schreib einen Stil ({styles}), eine Größe ({sizes}), "
        "eine Farbe ({colours} oder #rrggbb), einen Ort ({places}) und caps für Großbuchstaben, "
        "etwa so: karaoke large cyan."
    ),
    "The clip has no video to show; render it again.": (
        "Der Clip hat kein Video zum Zeigen; lass ihn noch einmal machen."
    ),
    "The clip has no video yet; render it again.": (
        "Der Clip hat noch kein Video; lass ihn noch einmal machen."
    ),
    "The clip has no picture yet; render it again.": (
        "Der Clip hat noch kein Bild; lass ihn noch einmal machen."
    ),
    "A clip has {a:n} to {b:n} seconds.": "Ein Clip hat {a} bis {b} Sekunden.",
    "The stream has only just begun; try again in some seconds.": (
        "Der Stream hat gerade erst begonnen; versuch es in ein paar Sekunden noch einmal."
    ),
    "There is no video of that moment, so there is nothing to cut.": (
        "Von diesem Moment gibt es kein Video, also gibt es nichts zu schneiden."
    ),
    "No channel that is watched here is live; a video becomes clips with /video upload.": (
        "Kein Kanal, der hier beobachtet wird, ist live; aus einem Video werden Clips mit "
        "/video upload."
    ),
    "{login} is not live, or not watched here; a video becomes clips with /video upload.": (
        "{login} ist nicht live oder wird hier nicht beobachtet; aus einem Video werden Clips mit "
        "/video upload."
    ),
    "Several channels are live: {names}; say which one.": (
        "Mehrere Kanäle sind live: {names}; sag, welcher."
    ),
}
_PUBLISHING: Final = {
    "No such account is linked: use /account link.": (
        "Ein solches Konto ist nicht verknüpft: Nimm /account link."
    ),
    "The upload does not come to an end; it was stopped.": (
        "Das Hochladen kommt nicht zum Ende; es wurde angehalten."
    ),
    "Nothing can be published to {platform} here: set it up first.": (
        "Auf {platform} kann hier nichts veröffentlicht werden: Richte es erst ein."
    ),
    "Give the whole address, such as https://www.tiktok.com/@me/video/1.": (
        "Gib die ganze Adresse an, etwa https://www.tiktok.com/@me/video/1."
    ),
    "This clip goes there already, or has gone; /when list shows what waits.": (
        "Dieser Clip geht schon dorthin oder ist schon dort; /when list zeigt, was wartet."
    ),
    "There are no posting slots yet: set some, or say a time.": (
        "Es gibt noch keine Posting-Zeiten: Lege welche fest, oder sag eine Zeit."
    ),
    "Only what still waits can be moved; choose another one.": (
        "Nur was noch wartet, lässt sich verschieben; wähle etwas anderes."
    ),
    "This is on its way, or out, and can no longer be called off here.": (
        "Das ist unterwegs oder schon hinaus und lässt sich hier nicht mehr absagen."
    ),
    "Nobody needs to confirm this; its card says how it stands.": (
        "Das muss niemand bestätigen; die Karte sagt, wie es steht."
    ),
    "The platform says that it is there; say so too, or delete it there first.": (
        "Die Plattform sagt, dass er da ist; sag das auch, oder lösch ihn dort erst."
    ),
    "There is nothing to try again; its card says how it stands.": (
        "Hier gibt es nichts noch einmal zu versuchen; die Karte sagt, wie es steht."
    ),
    "That is more than a year ahead: choose an earlier time.": (
        "Das ist mehr als ein Jahr voraus: Wähle eine frühere Zeit."
    ),
    (
        "That time is over: it is {now} on the creator's clock ({zone}). Say a later time, or send "
        "the clip now with /clip publish."
    ): (
        "Diese Zeit ist vorbei: Auf der Uhr des Creators ({zone}) ist es {now}. Sag eine spätere "
        "Zeit, oder schick den Clip jetzt mit /clip publish hinaus."
    ),
    "It takes {n:n} approvals here: let the clip be approved on its card first.": (
        "Hier braucht es {n} Freigaben: Lass den Clip erst auf seiner Karte freigeben."
    ),
    "No posting slot is good for {platform}: set one, or say a time.": (
        "Keine Posting-Zeit gilt für {platform}: Lege eine fest, oder sag eine Zeit."
    ),
    "{platform} is not set up here; choose another platform.": (
        "{platform} ist hier nicht eingerichtet; wähle eine andere Plattform."
    ),
    "Truss uploads no clips to {platform}.": "Truss lädt keine Clips auf {platform} hoch.",
    "Choose the channel that clips are announced in, from the list.": (
        "Wähle aus der Liste den Kanal, in dem Clips angekündigt werden."
    ),
    (
        "That channel is in none of this creator's servers: choose one from the list, or let Truss "
        "serve that server first, with /setup here typed there."
    ): (
        "Dieser Kanal ist auf keinem Server dieses Creators: Wähle einen aus der Liste, oder "
        "richte Truss erst auf jenem Server ein, mit /setup here dort."
    ),
    (
        "{platform} no longer accepts the access to this account: link it again with /account link."
    ): (
        "{platform} nimmt den Zugriff auf dieses Konto nicht mehr an: Verknüpfe es neu mit "
        "/account link."
    ),
    (
        "No {platform} account is linked: link it with /account link, then choose it from the list."
    ): (
        "Kein {platform}-Konto ist verknüpft: Verknüpfe es mit /account link und wähle es dann aus "
        "der Liste."
    ),
    (
        "The {platform} account {name} is not linked: link it with /account link, then choose it "
        "from the list."
    ): (
        "Das {platform}-Konto {name} ist nicht verknüpft: Verknüpfe es mit /account link und wähle "
        "es dann aus der Liste."
    ),
    "A week has at most {n:n} posting slots: give fewer.": (
        "Eine Woche hat höchstens {n} Posting-Zeiten: Gib weniger an."
    ),
    "On that day the clocks in {zone} skip {t:clock}: choose another time.": (
        "An diesem Tag überspringen die Uhren in {zone} {t}: Wähle eine andere Zeit."
    ),
    "“{text}” is not a posting slot: write as in Mon 18:00, Fri 20:30 tiktok.": (
        "„{text}“ ist keine Posting-Zeit: Schreib wie in Mon 18:00, Fri 20:30 tiktok."
    ),
    "Write the time as in 2026-11-30 18:00.": "Schreib die Zeit wie in 2026-11-30 18:00.",
    "The publication is {a:w} and cannot become {b:w}.": (
        "Der Stand der Veröffentlichung ist „{a}“ und kann nicht „{b}“ werden."
    ),
}
_PEOPLE: Final = {
    "Only the creator, an editor or a moderator may decide on clips; ask one of them.": (
        "Nur der Creator, ein Editor oder ein Moderator darf über Clips entscheiden; frag einen "
        "von ihnen."
    ),
    "Only the creator or an editor may change this; ask one of them.": (
        "Nur der Creator oder ein Editor darf das ändern; frag einen von ihnen."
    ),
    "Only the creator, an editor or a moderator may see this; ask one of them.": (
        "Nur der Creator, ein Editor oder ein Moderator darf das sehen; frag einen von ihnen."
    ),
    "Only the creator may do this; ask them.": "Nur der Creator darf das; frag ihn.",
    "This server is not set up yet; whoever manages it types /setup.": (
        "Dieser Server ist noch nicht eingerichtet; wer ihn verwaltet, tippt /setup."
    ),
    "A clip can wait for 1 to {n:n} approvals.": "Ein Clip kann auf 1 bis {n} Freigaben warten.",
    "Everyone has the role @everyone; choose one that moderators have.": (
        "Die Rolle @everyone haben alle; wähle eine, die Moderatoren haben."
    ),
    "A role can be pinged every {a:n} to {b:n} minutes; 0 means never.": (
        "Eine Rolle lässt sich alle {a} bis {b} Minuten anpingen; 0 heißt nie."
    ),
    "Write quiet hours as in 22-7, from 22:00 until 7:00; or none.": (
        "Schreib Ruhezeiten wie in 22-7, von 22:00 bis 7:00, oder none."
    ),
    "Hours of the day are 0 to 24; write them as in 22-7.": (
        "Stunden des Tages sind 0 bis 24; schreib sie wie in 22-7."
    ),
    "This only works in a server; use it in the one that you moderate.": (
        "Das geht nur auf einem Server; nimm es auf dem, den du moderierst."
    ),
    "You are not allowed to do this here.": "Das darfst du hier nicht.",
    "That value cannot be used there; choose one from the list.": (
        "Dieser Wert geht dort nicht; wähle einen aus der Liste."
    ),
    "Another process of Truss has answered this already.": (
        "Ein anderer Prozess von Truss hat das schon beantwortet."
    ),
    "Something went wrong on our side; the log of Truss has details. Try again.": (
        "Bei uns ist etwas schiefgegangen; im Log von Truss steht mehr. Versuch es noch einmal."
    ),
    "The {noun:w} was changed by someone else: look at it again.": (
        "Das hat gerade jemand anderes geändert ({noun}): Sieh es dir noch einmal an."
    ),
    "What follows from this {noun:w} is already in progress: look at it again.": (
        "Was daraus folgt ({noun}), läuft schon: Sieh es dir noch einmal an."
    ),
    "The {noun:w} no longer exists.": "Das gibt es nicht mehr ({noun}).",
    "There is no such clip; choose another one.": (
        "Diesen Clip gibt es nicht; wähle einen anderen."
    ),
    "There is no such publication; choose another one.": (
        "Diese Veröffentlichung gibt es nicht; wähle eine andere."
    ),
    "A part of Discord is not connected yet; try again in a minute.": (
        "Ein Teil von Discord ist noch nicht verbunden; versuch es in einer Minute noch einmal."
    ),
    "The table is too busy now: try again in a minute.": (
        "Der Speicher ist gerade überlastet: Versuch es in einer Minute noch einmal."
    ),
    "clip": "Clip",
}
REFUSALS_REVIEW: Final = _CARDS | _CLIPS | _PUBLISHING | _PEOPLE
