"""German scores: why a clip has its points, what chat did, and why no model judged it."""

from __future__ import annotations

import re
from itertools import product
from typing import Final

PARTS: Final = {
    "chat crowd": "Andrang im Chat",
    "shared reaction": "gemeinsame Reaktion",
    "sound": "Ton",
    "pace": "Tempo",
    "hook": "Einstieg",
    "emotion": "Gefühl",
    "payoff": "Pointe",
    "stands alone": "Eigenständigkeit",
}
_PART: Final = re.compile("|".join(PARTS), re.IGNORECASE)


def write_parts(names: str) -> str:
    """Return `Ton und Tempo` for `Sound and pace`."""
    german = _PART.sub(lambda found: PARTS[found[0].lower()], names).replace(" and ", " und ")
    return german[:1].upper() + german[1:]


_NAMES: Final = PARTS | {
    english.capitalize(): german[0].upper() + german[1:] for english, german in PARTS.items()
}
_CROWD: Final = {
    "{n:#person}": "{n}",
    "Somebody of the team asked for it; nobody looked at the chat.": (
        "Jemand aus dem Team hat den Clip gewünscht; den Chat hat niemand angesehen."
    ),
    "Nobody else wrote anything then.": "Sonst hat da niemand etwas geschrieben.",
} | {
    f"{who} wrote {{b:#line}} within seconds, where {usual}.": (
        f"{german} binnen Sekunden {{b}}, {sonst}."
    )
    for (who, german), (usual, sonst) in product(
        (("1 person", "1 Person schrieb"), ("{a:#person}", "{a} schrieben")),
        (
            ("hardly anyone writes", "wo sonst kaum jemand schreibt"),
            ("{n:n} are usual", "wo {n} üblich sind"),
            ("{n:n} are usual: {t:n} times as many", "wo {n} üblich sind: {t}-mal so viele"),
        ),
    )
}
_FELT: Final = {
    "cheered": ("jubelte", "jubelten"),
    "laughed": ("lachte", "lachten"),
    "were stunned": ("war baff", "waren baff"),
    "felt for it": ("fühlte mit", "fühlten mit"),
    "applauded": ("klatschte", "klatschten"),
    "reacted": ("reagierte", "reagierten"),
}
_REACTED: Final = {f"1 of them {felt}.": f"1 davon {one}." for felt, (one, _) in _FELT.items()} | {
    f"{{n:n}} of them {felt}.": f"{{n}} davon {many}." for felt, (_, many) in _FELT.items()
}
_REACTIONS: Final = {
    "hype": "Begeisterung",
    "laughter": "Lachen",
    "shock": "Schreck",
    "sadness": "Mitgefühl",
    "applause": "Applaus",
}
_CHAT: Final = {
    "1 person wrote in chat where {n:n} are usual: {t:n} times this channel's bar.": (
        "1 Person schrieb im Chat, wo {n} üblich sind: das {t}-Fache der Schwelle dieses Kanals."
    ),
    "{p:#person} wrote in chat where {n:n} are usual: {t:n} times this channel's bar.": (
        "{p} schrieben im Chat, wo {n} üblich sind: das {t}-Fache der Schwelle dieses Kanals."
    ),
    "No chat was read, so the crowd earns half as large a share as the rest.": (
        "Der Chat wurde nicht gelesen, darum zählt der Andrang halb so viel wie der Rest."
    ),
    "No chat was read, so it is unknown whether a reaction was shared.": (
        "Der Chat wurde nicht gelesen, darum ist nicht bekannt, ob viele gleich reagierten."
    ),
    "{n:n} of 1 person reacted, in different ways.": "{n} von 1 Person reagierte, gemischt.",
    "{n:n} of {p:#person} reacted, in different ways.": (
        "{n} von {p} reagierten, auf verschiedene Weise."
    ),
} | {
    f"{{n:n}} of {{p:#person}} reacted, most of them with {english}.": (
        f"{{n}} von {{p}} reagierten, die meisten mit {german}."
    )
    for english, german in _REACTIONS.items()
}
_MEASURED: Final = {
    "There is no sound, so this part earns half as large a share as the rest.": (
        "Es gibt keinen Ton, darum zählt dieser Teil halb so viel wie der Rest."
    ),
    "The loudest second is {n:n} dB above the usual level around it.": (
        "Die lauteste Sekunde liegt {n} dB über der üblichen Lautstärke ringsum."
    ),
    "The picture is not cut in {s:n} s.": "Das Bild hat in {s} s keinen Schnitt.",
    "The picture is cut once in {s:n} s.": "Das Bild hat in {s} s einen Schnitt.",
    "The picture is cut {n:n} times in {s:n} s.": "Das Bild hat in {s} s {n} Schnitte.",
    "Neither sound nor chat shows where the peak is.": (
        "Weder Ton noch Chat zeigt, wo der Höhepunkt ist."
    ),
    "The peak comes {n:n} s into the clip.": "Der Höhepunkt kommt nach {n} s.",
    "Nothing is said in its first {n:n} s.": "In den ersten {n} s wird nichts gesagt.",
    "It opens in the middle of a sentence.": "Der Clip beginnt mitten im Satz.",
    "It opens with “{quote}”.": "Der Clip beginnt mit „{quote}“.",
    "{first:w} It opens with “{quote}”.": "{first} Der Clip beginnt mit „{quote}“.",
    "It opens with a sentence.": "Der Clip beginnt mit einem Satz.",
    "It begins and ends between sentences.": "Der Clip beginnt und endet zwischen Sätzen.",
    "It ends in the middle of a sentence.": "Der Clip endet mitten im Satz.",
    "It begins in the middle of a sentence.": "Der Clip fängt mitten im Satz an.",
    "It begins and ends in the middle of a sentence.": (
        "Der Clip beginnt und endet mitten im Satz."
    ),
}
_COUNTS: Final = {
    f"{{a:parts}} {one} {how} here since {{m:month}}.": f"{{a}} {eins} hier seit {{m}} {wie}."
    for (one, eins), (how, wie) in product(
        (("counts", "zählt"), ("count", "zählen")), (("more", "mehr"), ("less", "weniger"))
    )
} | {
    f"{{a:parts}} {one} more, {{b:parts}} {two} less here since {{m:month}}.": (
        f"{{a}} {eins} hier seit {{m}} mehr, {{b}} {zwei} weniger."
    )
    for (one, eins), (two, zwei) in product((("counts", "zählt"), ("count", "zählen")), repeat=2)
}
_MODEL: Final = {
    "Not judged by a model: emotion, payoff, stands alone.": (
        "Kein Modell hat beurteilt: Gefühl, Pointe, Eigenständigkeit."
    ),
    "The model gave no mark, so it counts as much as what was measured.": (
        "Das Modell gab keine Note, darum zählt es so viel wie das Gemessene."
    ),
    "The model says: {n:n} of 10.": "Das Modell sagt: {n} von 10.",
    "{first:w} The model says: {n:n} of 10.": "{first} Das Modell sagt: {n} von 10.",
    "The model says: {told}": "Das Modell sagt: {told}",
    "{first:w} The model says: {told}": "{first} Das Modell sagt: {told}",
    "Not read or seen: {names}.": "Nicht gelesen oder gesehen: {names}.",
    "Judged without the model: {reason:w}": "Ohne das Modell bewertet: {reason}",
    "The model did not answer within the time limit.": (
        "Das Modell hat nicht in der erlaubten Zeit geantwortet."
    ),
    "The model's service could not be reached: check the network.": (
        "Der Dienst des Modells war nicht erreichbar: Prüfe das Netz."
    ),
    "The model's service answered in an unknown form.": (
        "Der Dienst des Modells antwortete in unbekannter Form."
    ),
    "The model's service is overloaded or failing ({n:n}).": (
        "Der Dienst des Modells ist überlastet oder gestört ({n})."
    ),
    "The model's service has lost the copy that it got.": (
        "Der Dienst des Modells hat die Kopie verloren, die er bekam."
    ),
    "The model's service has not prepared the copy yet.": (
        "Der Dienst des Modells hat die Kopie noch nicht vorbereitet."
    ),
    "The model's service refused the request ({n:n}): {said:w}": (
        "Der Dienst des Modells hat die Anfrage abgelehnt ({n}): {said}"
    ),
    "check that TRUSS_GEMINI_API_KEY is right and has permission for this service.": (
        "Prüfe, ob TRUSS_GEMINI_API_KEY stimmt und für diesen Dienst zugelassen ist."
    ),
    "check that TRUSS_GEMINI__MODEL names a model it has (it is `{model}`).": (
        "Prüfe, ob TRUSS_GEMINI__MODEL ein Modell nennt, das er hat (es ist `{model}`)."
    ),
    "The model's quota for today is used up: it can be asked again tomorrow.": (
        "Das Kontingent des Modells ist für heute verbraucht: Morgen geht es wieder."
    ),
    "The model was asked too often in too short a time (429).": (
        "Das Modell wurde in zu kurzer Zeit zu oft gefragt (429)."
    ),
    "The model refused to watch it ({name}).": "Das Modell wollte es nicht ansehen ({name}).",
    "The model's answer could not be read: {reason:w}.": (
        "Die Antwort des Modells war nicht zu lesen: {reason}."
    ),
    "The copy for the model could not be used: {reason:w}.": (
        "Die Kopie für das Modell war nicht zu gebrauchen: {reason}."
    ),
    "{first:w} What was whole is used.": "{first} Was ganz war, wird genutzt.",
    "The model's service gave no answer.": "Der Dienst des Modells gab keine Antwort.",
    "The model's answer was too long and was cut off (MAX_TOKENS).": (
        "Die Antwort des Modells war zu lang und wurde abgeschnitten (MAX_TOKENS)."
    ),
    "The model stopped its answer early ({name}).": (
        "Das Modell brach seine Antwort vorzeitig ab ({name})."
    ),
    "The model's service ended without an answer ({name}).": (
        "Der Dienst des Modells endete ohne Antwort ({name})."
    ),
    (
        "This month's budget for the model is {a}, of which {b} is spent or reserved, and this "
        "part would cost about {c}, so it was judged without the model. Raise "
        "TRUSS_GEMINI__BUDGET_DOLLARS to use the model again."
    ): (
        "Das Budget des Modells für diesen Monat ist {a}, davon sind {b} ausgegeben oder "
        "vorgemerkt, und dieser Teil würde etwa {c} kosten; darum wurde ohne das Modell bewertet. "
        "Erhöhe TRUSS_GEMINI__BUDGET_DOLLARS, um das Modell wieder zu nutzen."
    ),
}
SCORES: Final = _NAMES | _CROWD | _REACTED | _CHAT | _MEASURED | _COUNTS | _MODEL
