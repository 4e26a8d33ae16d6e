"""German refusals about streams and videos, and what files and addresses may be."""

from __future__ import annotations

from typing import Final

VIDEO_REFUSALS: Final = {
    (
        "“{name}” cannot be a Twitch channel: give its name as in twitch.tv/name, which has "
        "letters, digits and underscores only."
    ): (
        "„{name}“ kann kein Twitch-Kanal sein: Gib den Namen wie in twitch.tv/name an, nur "
        "mit Buchstaben, Ziffern und Unterstrichen."
    ),
    "That is not the name of a Twitch channel; it has 1 to 25 letters, digits or _.": (
        "Das ist nicht der Name eines Twitch-Kanals; er hat 1 bis 25 Buchstaben, Ziffern oder _."
    ),
    "Nothing was learned of this channel; /stream learned lists them.": (
        "Von diesem Kanal wurde nichts gelernt; /stream learned zeigt, von welchen."
    ),
    "There is no such moment.": "Diesen Moment gibt es nicht.",
    "The channel {login} is not watched here.": "Der Kanal {login} wird hier nicht beobachtet.",
    "The channel {login} is not watched here; connect it first.": (
        "Der Kanal {login} wird hier nicht beobachtet; verbinde ihn erst."
    ),
    "The channel {login} belongs to another creator here; whoever connected it lets it go first.": (
        "Der Kanal {login} gehört hier zu einem anderen Creator; wer ihn verbunden hat, "
        "muss ihn erst freigeben."
    ),
    "{n:n} channels are watched already; let one of them go first.": (
        "{n} Kanäle werden schon beobachtet; gib erst einen davon auf."
    ),
    "Twitch knows no channel {login}; look at how its name is written.": (
        "Twitch kennt keinen Kanal {login}; sieh nach, wie sein Name geschrieben wird."
    ),
    "That moment of the stream is no longer kept.": (
        "Dieser Moment des Streams ist nicht mehr aufgehoben."
    ),
    "Give a file or an address, not both; use the command once for each.": (
        "Gib eine Datei oder eine Adresse an, nicht beides; nutze den Befehl für jedes einmal."
    ),
    (
        "That address is a web page and not a video file; open the page and copy the address "
        "of the file itself."
    ): (
        "Diese Adresse ist eine Webseite und keine Videodatei; öffne die Seite und kopiere "
        "die Adresse der Datei selbst."
    ),
    "That is not a readable video; choose a file such as MP4, MOV, MKV, WebM, FLV, AVI or TS.": (
        "Das ist kein lesbares Video; wähle eine Datei wie MP4, MOV, MKV, WebM, FLV, AVI oder TS."
    ),
    "That file is empty; choose the video itself.": (
        "Diese Datei ist leer; wähle das Video selbst."
    ),
    "That file is larger than {n:n} MiB; choose a smaller rendition.": (
        "Diese Datei ist größer als {n} MiB; wähle eine kleinere Fassung."
    ),
    "That file is larger than {n:n} MiB; attach a smaller rendition.": (
        "Diese Datei ist größer als {n} MiB; hänge eine kleinere Fassung an."
    ),
    "That file is larger than {n:n} MiB; give a smaller rendition.": (
        "Diese Datei ist größer als {n} MiB; gib eine kleinere Fassung an."
    ),
    (
        "The name of that file is longer than {n:n} characters or missing; rename it, then "
        "choose it again."
    ): (
        "Der Name dieser Datei ist länger als {n} Zeichen oder fehlt; benenne sie um und "
        "wähle sie noch einmal."
    ),
    "That upload was not started on this page; reload the page and try again.": (
        "Dieser Upload wurde nicht auf dieser Seite begonnen; lade die Seite neu und "
        "versuch es noch einmal."
    ),
    "That file has parts 1 to {n:n}; reload the page.": (
        "Diese Datei hat die Teile 1 bis {n}; lade die Seite neu."
    ),
    "That address is longer than {n:n} characters.": "Diese Adresse ist länger als {n} Zeichen.",
    "That is not a web address; give one that begins with https:// or http://.": (
        "Das ist keine Webadresse; gib eine an, die mit https:// oder http:// beginnt."
    ),
    "That address contains a user name or a password; give one that works without.": (
        "Diese Adresse enthält einen Benutzernamen oder ein Passwort; gib eine an, die ohne geht."
    ),
    "All of that file is here already; reload the page.": (
        "Diese Datei ist schon ganz da; lade die Seite neu."
    ),
    "Nothing is uploaded here; reload the page and try again.": (
        "Hier wird nichts hochgeladen; lade die Seite neu und versuch es noch einmal."
    ),
    "{n:n} parts of that file have not arrived; send them again.": (
        "{n} Teile dieser Datei sind nicht angekommen; schick sie noch einmal."
    ),
    "That upload has ended, or was never begun; choose the file again.": (
        "Dieser Upload ist beendet oder hat nie begonnen; wähle die Datei noch einmal."
    ),
    "There is no room for that file: this creator's videos take {a:n} of {b:n} GiB.": (
        "Für diese Datei ist kein Platz: Die Videos dieses Creators nehmen {a} von {b} GiB ein."
    ),
    (
        "Choose a smaller rendition, cancel an upload that is under way, or ask whoever runs "
        "Truss to raise TRUSS_CREATOR_GIGABYTES_MAX."
    ): (
        "Wähle eine kleinere Fassung, brich einen laufenden Upload ab oder bitte, wer "
        "Truss betreibt, TRUSS_CREATOR_GIGABYTES_MAX zu erhöhen."
    ),
    "{n:n} files were sent within two days; wait a day, or cancel some.": (
        "Binnen zwei Tagen wurden {n} Dateien geschickt; warte einen Tag oder brich einige ab."
    ),
    "That address requires a sign-in; give one that works without.": (
        "Diese Adresse verlangt eine Anmeldung; gib eine an, die ohne geht."
    ),
    "That address refuses the download; give one that works without a sign-in.": (
        "Diese Adresse verweigert den Download; gib eine an, die ohne Anmeldung geht."
    ),
    "There is no file at that address (any more); check the address.": (
        "Unter dieser Adresse ist keine Datei (mehr); prüfe die Adresse."
    ),
    "That is not the address of a Discord attachment; attach the file again.": (
        "Das ist nicht die Adresse eines Anhangs in Discord; hänge die Datei noch einmal an."
    ),
    "Too many redirects; give the address of the file itself.": (
        "Zu viele Weiterleitungen; gib die Adresse der Datei selbst an."
    ),
    "The server compresses the download, which Truss does not support; give another address.": (
        "Der Server komprimiert den Download, was Truss nicht kann; gib eine andere Adresse an."
    ),
    "No server is found at that address; check the address.": (
        "Unter dieser Adresse ist kein Server; prüfe sie."
    ),
    "The certificate of that address cannot be trusted; give another one.": (
        "Dem Zertifikat dieser Adresse ist nicht zu trauen; gib eine andere an."
    ),
    "That is not a usable address; copy it again.": (
        "Das ist keine brauchbare Adresse; kopiere sie noch einmal."
    ),
    "That address redirects to an unusable one; give the address of the file itself.": (
        "Diese Adresse leitet auf eine unbrauchbare weiter; gib die Adresse der Datei selbst an."
    ),
    (
        "{name} is not a readable video: give a video file such as MP4, MOV, MKV, WebM, FLV, "
        "AVI or TS."
    ): (
        "{name} ist kein lesbares Video: Gib eine Videodatei wie MP4, MOV, MKV, WebM, FLV, "
        "AVI oder TS an."
    ),
    "{name} is not a readable video: give another file.": (
        "{name} ist kein lesbares Video: Gib eine andere Datei an."
    ),
    "{name} is empty: give a video file such as MP4, MOV, MKV, WebM, FLV, AVI or TS.": (
        "{name} ist leer: Gib eine Videodatei wie MP4, MOV, MKV, WebM, FLV, AVI oder TS an."
    ),
    "{name} is cut off before its index was written: record or download it again.": (
        "{name} ist abgeschnitten, bevor der Index geschrieben war: Nimm es neu auf oder "
        "lade es noch einmal herunter."
    ),
    (
        "{name} has no moving picture: give a video file such as MP4, MOV, MKV, WebM, FLV, AVI "
        "or TS."
    ): (
        "{name} hat kein bewegtes Bild: Gib eine Videodatei wie MP4, MOV, MKV, WebM, FLV, "
        "AVI oder TS an."
    ),
    "{name} is larger than 8K: give a smaller rendition of it.": (
        "{name} ist größer als 8K: Gib eine kleinere Fassung an."
    ),
    "{name} has no frame that can be decoded: record or download it again.": (
        "{name} hat kein lesbares Bild: Nimm es neu auf oder lade es noch einmal herunter."
    ),
    "{name} is 0 s long: record or download it again.": (
        "{name} ist 0 s lang: Nimm es neu auf oder lade es noch einmal herunter."
    ),
    "{name} could not be read within {n:n} s: record or download it again.": (
        "{name} war nicht in {n} s zu lesen: Nimm es neu auf oder lade es noch einmal herunter."
    ),
    "No picture of {name} can be read from {a:n} s to {b:n} s: choose another window.": (
        "Von {name} ist zwischen {a} s und {b} s kein Bild zu lesen: Wähle einen anderen "
        "Ausschnitt."
    ),
    "That file is no longer stored.": "Diese Datei ist nicht mehr gespeichert.",
    "That upload has ended, or was never started.": (
        "Dieser Upload ist beendet oder hat nie begonnen."
    ),
    "A part of this upload has not arrived: send it again.": (
        "Ein Teil dieses Uploads ist nicht angekommen: Schick ihn noch einmal."
    ),
    "The connection was lost: send the file again.": (
        "Die Verbindung brach ab: Schick die Datei noch einmal."
    ),
    "The time for this upload is over: start it again.": (
        "Die Zeit für diesen Upload ist um: Beginne ihn noch einmal."
    ),
    (
        "That address leads into a private network, which Truss does not connect to; give one "
        "that everybody can reach, or have its network added to TRUSS_FETCH_ALLOWED_NETWORKS."
    ): (
        "Diese Adresse führt in ein privates Netz, mit dem Truss sich nicht verbindet; gib "
        "eine an, die alle erreichen, oder lass ihr Netz in TRUSS_FETCH_ALLOWED_NETWORKS "
        "eintragen."
    ),
    (
        "{name} was continued after a reconnect, and its times start again there: write it "
        "anew with `ffmpeg -i {a} -c copy {b}.mkv`, and give that."
    ): (
        "{name} ging nach einer neuen Verbindung weiter, und die Zeiten beginnen dort neu: "
        "Schreib es neu mit `ffmpeg -i {a} -c copy {b}.mkv` und gib das an."
    ),
    (
        "{name} is HDR, and this ffmpeg cannot turn it into ordinary colours: give an SDR "
        "rendition, or leave TRUSS_FFMPEG empty."
    ): (
        "{name} ist HDR, und dieses ffmpeg macht daraus keine gewöhnlichen Farben: Gib "
        "eine Fassung in SDR an oder lass TRUSS_FFMPEG leer."
    ),
}
