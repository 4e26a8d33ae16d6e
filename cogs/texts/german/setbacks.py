"""German setbacks: what keeps a clip from being made or published, as cards say it."""

from __future__ import annotations

from typing import Final

_YOUTUBE: Final = {
    (
        "YouTube has locked it as private, as it does with uploads of every project that has not "
        "passed its compliance audit; open it in YouTube Studio."
    ): (
        "YouTube hat ihn auf privat gesperrt, wie alles von Projekten, die seine Prüfung nicht "
        "bestanden haben; öffne ihn in YouTube Studio."
    ),
    "YouTube no longer knows the video; it may have been deleted there.": (
        "YouTube kennt das Video nicht mehr; vielleicht wurde es dort gelöscht."
    ),
    "YouTube has not finished processing it after a day; check there.": (
        "YouTube ist nach einem Tag noch nicht fertig damit; sieh dort nach."
    ),
    "YouTube could not process the video ({reason:w}).": (
        "YouTube konnte das Video nicht verarbeiten ({reason})."
    ),
    "YouTube rejected the video ({reason:w}).": "YouTube hat das Video abgelehnt ({reason}).",
    "no reason given": "ohne Angabe von Gründen",
    "The video was deleted on YouTube.": "Das Video wurde auf YouTube gelöscht.",
    "YouTube has the video, but gave no id; asking again.": (
        "YouTube hat das Video, nannte aber keine ID; es wird noch einmal gefragt."
    ),
    "YouTube gave no upload URL; try again later.": (
        "YouTube gab keine Adresse zum Hochladen; versuch es später noch einmal."
    ),
    "YouTube accepts no more of the upload now; it continues later.": (
        "YouTube nimmt gerade nichts weiter an; später geht es weiter."
    ),
    "YouTube's upload sessions expire again and again; retry later.": (
        "YouTubes Uploads laufen immer wieder ab; versuch es später noch einmal."
    ),
    "YouTube's upload session is gone; checking its list of uploads.": (
        "YouTubes Upload ist weg; die Liste der Uploads wird durchgesehen."
    ),
    "The YouTube account does not let Truss upload its videos: link it again and allow that.": (
        "Das YouTube-Konto lässt Truss keine Videos hochladen: Verknüpfe es neu und erlaube das."
    ),
    "The YouTube account does not let Truss see its videos: link it again and allow that.": (
        "Das YouTube-Konto lässt Truss seine Videos nicht sehen: Verknüpfe es neu und erlaube das."
    ),
    "A YouTube Short lasts at most 3 minutes, this clip {n:n} s: trim it first.": (
        "Ein YouTube-Short dauert höchstens 3 Minuten, dieser Clip {n} s: Kürze ihn erst."
    ),
    (
        "YouTube accepts titles of at most {a:n} characters, and this one has {b:n}: give a "
        "shorter one."
    ): "YouTube nimmt Titel mit höchstens {a} Zeichen, dieser hat {b}: Gib ihm einen kürzeren.",
    "YouTube accepts texts of at most {n:n} bytes: give a shorter one.": (
        "YouTube nimmt Texte mit höchstens {n} Bytes: Gib einen kürzeren an."
    ),
    "YouTube accepts {n:n} characters of tags in all: leave some out.": (
        "YouTube nimmt Tags mit zusammen {n} Zeichen: Lass einige weg."
    ),
    "YouTube says: {words}": "YouTube sagt: {words}",
    "YouTube says: {words} Link an account that has a channel.": (
        "YouTube sagt: {words} Verknüpfe ein Konto, das einen Kanal hat."
    ),
    "YouTube says: {words} Link the account again and allow uploads.": (
        "YouTube sagt: {words} Verknüpfe das Konto neu und erlaube Uploads."
    ),
    "YouTube answered with status {n:n}.": "YouTube antwortete mit dem Status {n}.",
    "YouTube answered with status {n:n}. Link an account that has a channel.": (
        "YouTube antwortete mit dem Status {n}. Verknüpfe ein Konto, das einen Kanal hat."
    ),
    "YouTube answered with status {n:n}. Link the account again and allow uploads.": (
        "YouTube antwortete mit dem Status {n}. Verknüpfe das Konto neu und erlaube Uploads."
    ),
    "{platform:platform} does not answer ({reason:w}); asking again.": (
        "{platform} antwortet nicht ({reason}); es wird noch einmal gefragt."
    ),
}
_TIKTOK: Final = {
    "TikTok accepts clips of at least 3 seconds, this one lasts {n:n} s.": (
        "TikTok nimmt Clips ab 3 Sekunden, dieser dauert {n} s."
    ),
    "TikTok accepts files of at most 4 GB: make the clip shorter.": (
        "TikTok nimmt Dateien bis 4 GB: Mach den Clip kürzer."
    ),
    "TikTok accepts texts of at most {n:n} characters: give a shorter one.": (
        "TikTok nimmt Texte mit höchstens {n} Zeichen: Gib einen kürzeren an."
    ),
    "TikTok refuses paid advertising that only the creator can see: choose again.": (
        "TikTok lehnt bezahlte Werbung ab, die nur der Creator sieht: Wähle noch einmal."
    ),
    "TikTok does not offer this account the privacy that was chosen: choose again.": (
        "TikTok bietet diesem Konto die gewählte Sichtbarkeit nicht an: Wähle noch einmal."
    ),
    "TikTok lets this account post {a:n} s at most, and the clip lasts {b:n} s: trim it.": (
        "TikTok lässt dieses Konto höchstens {a} s posten, und der Clip dauert {b} s: Kürze ihn."
    ),
    "TikTok's answer lacks {name}; asking again.": (
        "In TikToks Antwort fehlt {name}; es wird noch einmal gefragt."
    ),
    "TikTok did not accept a part of the clip (status {n:n}).": (
        "TikTok nahm einen Teil des Clips nicht an (Status {n})."
    ),
    "TikTok's uploads expire again and again; retry later.": (
        "TikToks Uploads laufen immer wieder ab; versuch es später noch einmal."
    ),
    "The TikTok account has not granted {scope}: link it again and allow that.": (
        "Das TikTok-Konto hat {scope} nicht erlaubt: Verknüpfe es neu und erlaube das."
    ),
    "TikTok no longer knows this upload; check in the app whether it is there.": (
        "TikTok kennt diesen Upload nicht mehr; sieh in der App nach, ob er da ist."
    ),
    "TikTok gave no upload URL; try again later.": (
        "TikTok gab keine Adresse zum Hochladen; versuch es später noch einmal."
    ),
    "TikTok did not say whether it took the clip; check in the app: {reason:w}": (
        "TikTok sagte nicht, ob es den Clip genommen hat; sieh in der App nach: {reason}"
    ),
    "TikTok did not say whether it took the clip: check in the app whether it is there.": (
        "TikTok sagte nicht, ob es den Clip genommen hat: Sieh in der App nach, ob er da ist."
    ),
    (
        "TikTok did not say whether it took the clip, and the account does not let Truss see its "
        "videos: check in the app whether it is there."
    ): (
        "TikTok sagte nicht, ob es den Clip genommen hat, und das Konto lässt Truss seine Videos "
        "nicht sehen: Sieh in der App nach, ob er da ist."
    ),
    "Several videos on TikTok look like this clip: check in the app whether it is there.": (
        "Mehrere Videos auf TikTok sehen wie dieser Clip aus: Sieh in der App nach, ob er da ist."
    ),
    "TikTok says: {words}": "TikTok sagt: {words}",
    "TikTok says: {words} Link the account again and allow posting.": (
        "TikTok sagt: {words} Verknüpfe das Konto neu und erlaube das Posten."
    ),
    "TikTok answered {code}. Link the account again and allow posting.": (
        "TikTok antwortete {code}. Verknüpfe das Konto neu und erlaube das Posten."
    ),
    "TikTok answered {code}.": "TikTok antwortete {code}.",
    (
        "Until TikTok has audited this app, it posts to private accounts only: set the account to "
        "private, or use the inbox."
    ): (
        "Bis TikTok diese App geprüft hat, postet sie nur auf privaten Konten: Stell das Konto "
        "auf privat, oder nimm den Posteingang."
    ),
    "TikTok has not verified that the clips' URL is yours: verify it in its developer portal.": (
        "TikTok hat nicht geprüft, dass die Adresse der Clips dir gehört: Bestätige sie in seinem "
        "Entwicklerportal."
    ),
    "TikTok does not let this account post; check the account in the TikTok app.": (
        "TikTok lässt dieses Konto nicht posten; prüfe das Konto in der TikTok-App."
    ),
    "TikTok has not finished after a day; check there.": (
        "TikTok ist nach einem Tag noch nicht fertig; sieh dort nach."
    ),
    "TikTok has posted it; it is private there.": ("TikTok hat ihn gepostet; er ist dort privat."),
    "TikTok has posted it; its link comes after a check.": (
        "TikTok hat ihn gepostet; sein Link kommt nach einer Prüfung."
    ),
    "It is in the inbox of the TikTok app; finish it there.": (
        "Er liegt im Posteingang der TikTok-App; stell ihn dort fertig."
    ),
    "The creator has revoked TikTok's permission: link the account again.": (
        "Der Creator hat TikTok die Erlaubnis entzogen: Verknüpfe das Konto neu."
    ),
    "TikTok did not accept the clip: {reason:w}.": "TikTok nahm den Clip nicht an: {reason}.",
    "the file format": "das Dateiformat",
    "its length": "seine Länge",
    "its frame rate": "seine Bildrate",
    "its picture size": "seine Bildgröße",
    "it looks like spam": "er sieht nach Spam aus",
    "its text looks like spam": "sein Text sieht nach Spam aus",
    "too many posts": "zu viele Posts",
    "the account may not post": "das Konto darf nicht posten",
    "it was cancelled": "es wurde abgebrochen",
}
_TWITCH: Final = {
    "Twitch only has clips of its own streams, and this one is from another video.": (
        "Twitch hat nur Clips der eigenen Streams, und dieser ist aus einem anderen Video."
    ),
    "No Twitch account is linked: use /account link.": (
        "Kein Twitch-Konto ist verknüpft: Nimm /account link."
    ),
    ("The Twitch account did not allow clips of recordings; link it again with /account link."): (
        "Das Twitch-Konto hat Clips von Aufzeichnungen nicht erlaubt; verknüpfe es neu mit "
        "/account link."
    ),
    (
        "This clip is from another Twitch channel than the linked account; link that channel with "
        "/account link."
    ): (
        "Dieser Clip ist von einem anderen Twitch-Kanal als das verknüpfte Konto; verknüpfe jenen "
        "Kanal mit /account link."
    ),
    "Truss does not know where in the stream this clip is; clip it on Twitch.": (
        "Truss weiß nicht, wo im Stream dieser Clip ist; mach ihn auf Twitch."
    ),
    "Twitch returned no clip id.": "Twitch nannte keine ID des Clips.",
    "Twitch is making the clip.": "Twitch macht den Clip gerade.",
    "Twitch may be making the clip.": "Vielleicht macht Twitch den Clip gerade.",
    "Twitch does not list the clip yet.": "Twitch führt den Clip noch nicht auf.",
    "Twitch did not make the clip; trying once more.": (
        "Twitch hat den Clip nicht gemacht; es wird noch einmal versucht."
    ),
    "Twitch did not make this clip; make it on Twitch by hand.": (
        "Twitch hat diesen Clip nicht gemacht; mach ihn auf Twitch von Hand."
    ),
    (
        "Twitch has no recording of that stream; let Twitch store past broadcasts, in its settings."
    ): (
        "Twitch hat keine Aufzeichnung dieses Streams; lass Twitch in seinen Einstellungen "
        "vergangene Übertragungen speichern."
    ),
    "Twitch made no clip of it. {reason:w}": "Twitch hat keinen Clip daraus gemacht. {reason}",
    "The clip is there, but its link was not posted in chat. {reason:w}": (
        "Der Clip ist da, aber sein Link kam nicht in den Chat. {reason}"
    ),
    "Twitch did not show the message: {words}": "Twitch zeigte die Nachricht nicht: {words}",
    "Twitch answered in an unexpected form.": "Twitch antwortete in unerwarteter Form.",
    "Twitch cannot be reached ({reason:w}).": "Twitch ist nicht erreichbar ({reason}).",
}
_ELSEWHERE: Final = {
    "Choose the channel of your server to announce clips in.": (
        "Wähle den Kanal deines Servers, in dem Clips angekündigt werden."
    ),
    "Discord accepts files of at most 10 MB here: make the clip shorter.": (
        "Discord nimmt hier Dateien bis 10 MB: Mach den Clip kürzer."
    ),
    "Check in the channel whether the clip is there: {reason:w}": (
        "Sieh im Kanal nach, ob der Clip da ist: {reason}"
    ),
    "Others draw this card all the time; it is drawn again in a minute.": (
        "Andere zeichnen diese Karte die ganze Zeit neu; in einer Minute wird es wieder versucht."
    ),
    "Discord does not answer, so the card is not there yet.": (
        "Discord antwortet nicht, darum ist die Karte noch nicht da."
    ),
    "Discord does not answer.": "Discord antwortet nicht.",
    "Discord is not connected yet.": "Discord ist noch nicht verbunden.",
    "Discord does not answer; the card follows when it does.": (
        "Discord antwortet nicht; die Karte folgt, sobald es antwortet."
    ),
    ("The folder {path} cannot be written ({reason}): free some space or choose another folder."): (
        "In den Ordner {path} lässt sich nicht schreiben ({reason}): Schaffe Platz oder wähle "
        "einen anderen."
    ),
    "{platform:platform} takes {n:n} uploads a day of {whose:w}, and today has had them.": (
        "{platform} nimmt am Tag {n} Uploads {whose}, und heute waren es so viele."
    ),
    "this account": "von diesem Konto",
    "all accounts together": "von allen Konten zusammen",
    "The account is being refreshed elsewhere and it takes too long; try again.": (
        "Das Konto wird gerade anderswo erneuert, und das dauert zu lange; versuch es noch einmal."
    ),
    "What the platform granted could not be stored; try again.": (
        "Was die Plattform erlaubt hat, ließ sich nicht speichern; versuch es noch einmal."
    ),
    "{name:platform} refuses to refresh the account.": (
        "{name} will das Konto nicht mehr erneuern."
    ),
    "{name:platform} cannot be reached ({reason:w}); try again later.": (
        "{name} ist nicht erreichbar ({reason}); versuch es später noch einmal."
    ),
    "{name:platform} is not set up here: set its client id and secret.": (
        "{name} ist hier nicht eingerichtet: Setze Client-ID und Secret."
    ),
    "The disk is full.": "Die Festplatte ist voll.",
    "The disk is full: free some space and try again.": (
        "Die Festplatte ist voll: Schaffe Platz und versuch es noch einmal."
    ),
    "ffmpeg needs more memory for this video than allowed: use a smaller rendition.": (
        "ffmpeg braucht für dieses Video mehr Speicher als erlaubt: Nimm eine kleinere Fassung."
    ),
    "ffmpeg failed while working on the {stage:w}: {said}": "ffmpeg scheiterte ({stage}): {said}",
    "The rendered clip is not as planned: {said}.": (
        "Der fertige Clip ist nicht wie geplant: {said}."
    ),
    "render": "Rendern",
    "measure": "Anhören",
    "listen": "Worte",
    "verify": "Prüfung",
    "thumbnail": "Vorschaubild",
    "store": "Speichern",
    "shrink": "Verkleinern",
    "ffmpeg was stopped after {n:n} s of work on one file.": (
        "ffmpeg wurde nach {n} s Arbeit an einer Datei angehalten."
    ),
    "{name} can no longer be read; add the video again.": (
        "{name} ist nicht mehr lesbar; füge das Video noch einmal hinzu."
    ),
    "The clip does not fit into {n:n} MB: allow more, or choose a shorter window.": (
        "Der Clip passt nicht in {n} MB: Erlaube mehr, oder wähle ein kürzeres Stück."
    ),
    "This work was called off.": "Diese Arbeit wurde abgesagt.",
}
SETBACKS: Final = _YOUTUBE | _TIKTOK | _TWITCH | _ELSEWHERE
