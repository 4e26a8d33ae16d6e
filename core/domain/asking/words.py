"""Words: the things that questions are about, as people call them in four languages.

A word that ends in `*` is a beginning. All are without accents and in lower case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Final

CONCEPTS: Final[Mapping[str, str]] = {
    "clip": "clip clips kurzvideo* highlight* short shorts snippet* extrait* recorte*",
    "best": "best top strongest greatest winner* hit hits popular* beste* bester besten staerkst*"
    " starkst* erfolgreichst* mejor* meilleur* mieux biggest highest viral favorite* favourite*"
    " hochst* most performer* performing outperform*",
    "worst": "worst weakest lowest flop* flopped bottom schlechtest* schwachst* peor* pire*"
    " underperform* least poor poorly bombed tanked",
    "why": "why reason* because warum wieso weshalb porque pourquoi how-come wherefore",
    "wait": "wait waits waiting pending queue queued backlog wartet warten wartende* wartend*"
    " offen offene* espera* pendiente* attend* attente todo inbox attention decide deciding"
    " decision* outstanding entscheid*",
    "review": "review reviews reviewed approval* approve moderat* prufen prufung freigabe*"
    " freigeben revis* revoir valider undecided",
    "approved": "approved accepted freigegeben* aprobad* approuve* genehmigt*",
    "rejected": "rejected declined refused abgelehnt* verworfen* rechazad* rejete* refuse*",
    "failed": "fail fails failed failing failure* broke error* gescheitert* fehlgeschlagen*"
    " fallo fallaron fallado* echou* rate stuck hangs hanging hangt klemmt atasca* bloque*",
    "publish": "publish* published upload* posted veroffentlich* hochgeladen publi* publicad*"
    " gepostet online released release live went gone subido* out",
    "post": "post posts posting poste posten publicar publier publizieren",
    "suggest": "should recommend* suggest* idea* sollte* soll empfehl* debo deberia* dois"
    " devrais advice advise propose* vorschlag*",
    "plan": "plan plans planned planning calendar kalender geplant* planificad* calendario"
    " prevu* planifie* calendrier board",
    "slot": "slot slots opening openings postingzeit* sendeplatz* sendeplatze hueco* creneau*"
    " posting-time* timeslot* times",
    "when": "when wann cuando quand what-time",
    "next": "next nachst* proxim* prochain* upcoming coming soon soonest",
    "schedule": "schedul* goes going due go-out raus out-next rausgeht programad* programme*"
    " sale sort lined upcoming leaving",
    "stream": "stream streams streamed streaming broadcast* livestream* sendung* directo*"
    " diffusion* vod vods",
    "last": "last latest newest recent recently letzt* neuest* ultim* dernier* derniere* previous",
    "moment": "moment moments scream* yell* happen* schrei* passiert geschah grito* paso cri"
    " passe* scene incident reaction laugh* erupt* went-off lachen explod*",
    "spike": "spike spikes peak* ausbruch* ausschlag* spitze* pico* pic pics outburst* eruption*",
    "missed": "miss missed missing overlooked skipped ignored ignore skip verpasst* ubersehen*"
    " nicht-geclippt perdid* perdi* manque* rate unclipped passed-over slipped lost",
    "not": "not no didnt wasnt isnt arent werent nicht kein keine keinen nunca pas aucun"
    " without ohne sin sans never",
    "chat": "chat chats chatter* chatted message* messages lines zuschauer* viewer* nachricht*"
    " mensaje* spectateur* talkative lively busiest",
    "views": "view views viewed aufruf* klick* clicks vistas visualizacion* reproduccion* vues"
    " reach reichweite watched impressions plays traffic",
    "likes": "like likes liked gefallt herzchen gusta* jaime comments comment kommentar*"
    " shares engagement",
    "figures": "figures numbers stats statistic* metrics analytics zahlen statistik* cifras"
    " numeros chiffres performance results ergebnis* growth total totals",
    "day": "day days daily tag tage taglich* dia dias jour jours tagesweise",
    "platform": "platform* plattform* plataforma* plateforme* network* netzwerk* red reseau*"
    " where place*",
    "compare": "compare* comparison versus vs vergleich* compara* better besser mejor mieux"
    " beats stronger works funktioniert",
    "setting": "setting* settings einstellung* ajuste* configuracion* reglage* parametre*"
    " configur* option options sensitiv* empfindlich* sensibil* layout caption* untertitel*"
    " language* sprache timezone zone tone tonfall zeitzone preference*",
    "account": "account* accounts konto konten cuenta* compte* linked verknupft* connected"
    " verbunden*",
    "job": "job jobs working rendering doing arbeitet arbeit machst progress busy"
    " trabaja* travail* task-list processing running laufen lauft work render* gerade",
    "broken": "broken trouble* problem* problems defect* kaputt* storung* roto rota averia*"
    " panne* casse* fehler wrong healthy health status ok okay issue issues down outage*"
    " bug bugs stimmt everything-works",
    "score": "score scores punkte punktzahl bewertung* puntuacion* note rating rated points"
    " scored scoring",
    "mean": "mean means meaning bedeut* heisst significa* signifie* explain* erklar* explica*"
    " expli* understand calculated computed made-up berechnet consist* stand stands work"
    " scale worked formula composed",
    "cost": "cost costs costado costo costaron kostete"
    " spend spent spending budget money kosten kostet ausgegeben geld dinero"
    " gasto* cuesta* coute* depense* dollar* price bill euro* token tokens pay paid",
    "count": "how-many many wie-viele viele cuantos cuantas combien number amount anzahl much",
    "waits_me": "me mir mich moi mi my myself",
    "insight": "insight* insights erkenntnis* learned lesson* gelernt learnt aprendi* appris",
    "task": "task tasks aufgabe* tarea* tache* to-do",
}
_TIES: Final = {
    "how many": "how-many",
    "how come": "how-come",
    "wie viele": "wie-viele",
    "what time": "what-time",
    "go out": "go-out",
    "goes out": "go-out",
    "everything works?": "everything-works",
    "alles lauft": "everything-works",
    "lauft alles": "everything-works",
}
_TOKEN: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def fold(text: str) -> str:
    """Return a text in lower case and without accents; `didn't` becomes `didnt`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(one for one in plain if not unicodedata.combining(one))
    return re.sub("['`\u2019\u00b4]", "", kept)


def split_words(folded: str) -> tuple[str, ...]:
    """Return the words of a folded text; some pairs count as one."""
    for pair, tied in _TIES.items():
        folded = re.sub(rf"\b{pair}\b", tied, folded)
    return tuple(_TOKEN.findall(folded))


def find_concepts(words: tuple[str, ...]) -> frozenset[str]:
    """Return what a question is about."""
    return frozenset(concept for word in words for concept in _find(word))


@cache
def _find(word: str) -> frozenset[str]:
    exact, beginnings = _index()
    found = set(exact.get(word, ()))
    for beginning, concept in beginnings:
        if word.startswith(beginning):
            found.add(concept)
    return frozenset(found)


@cache
def _index() -> tuple[dict[str, set[str]], tuple[tuple[str, str], ...]]:
    exact: dict[str, set[str]] = {}
    beginnings = []
    for concept, words in CONCEPTS.items():
        for word in words.split():
            if word.endswith("*"):
                beginnings.append((word[:-1], concept))
            else:
                exact.setdefault(word, set()).add(concept)
    return exact, tuple(beginnings)
