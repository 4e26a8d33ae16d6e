"""German answers: what reports say to a question; reasons of scores and platforms stay as said."""

from __future__ import annotations

from typing import Final

_PERIODS: Final = {
    "today": "heute",
    "yesterday": "gestern",
    "tomorrow": "morgen",
    "this week": "diese Woche",
    "last week": "letzte Woche",
    "next week": "nächste Woche",
    "the weekend": "das Wochenende",
    "on the weekend": "am Wochenende",
    "at the weekend": "am Wochenende",
    "this month": "diesen Monat",
    "last month": "letzten Monat",
    "next month": "nächsten Monat",
    "Today": "Heute",
    "Yesterday": "Gestern",
    "This week": "Diese Woche",
    "Last week": "Letzte Woche",
    "The weekend": "Das Wochenende",
    "This month": "Dieser Monat",
    "Last month": "Letzter Monat",
    "The last {n:n} days": "Die letzten {n} Tage",
    "the last {n:n} days": "die letzten {n} Tage",
    "the next {n:n} days": "die nächsten {n} Tage",
    "in the last {n:n} days": "in den letzten {n} Tagen",
    "in the next {n:n} days": "in den nächsten {n} Tagen",
    "on {d:longday}": "am {d}",
    "{d:longday}": "{d}",
    "{d:isoday}": "{d}",
    "{when:period} on {platform:platform}": "{when} auf {platform}",
}
_STATES: Final = {
    "approved": "freigegeben",
    "rejected": "abgelehnt",
    "in review": "in Prüfung",
    "in_review": "in Prüfung",
    "failed": "fehlgeschlagen",
    "failed to be made": "nicht herstellbar",
    "published": "veröffentlicht",
    "scheduled": "geplant",
    "cancelled": "abgesagt",
    "running": "läuft",
    "queued": "wartet",
    "review": "in Prüfung",
    "idea": "Idee",
    "drafting": "in Arbeit",
    "post": "Beitrag",
    "publication": "Veröffentlichung",
    "task": "Aufgabe",
    "Approved": "Freigegeben",
    "Rejected": "Abgelehnt",
    "In review": "In Prüfung",
    "Failed to be made": "Nicht herstellbar",
    "approved and not out yet": "freigegeben und noch nicht raus",
    "still in review": "noch in Prüfung",
    "no score yet": "noch keine Punktzahl",
    "score {n:n}": "{n} Punkte",
    "best": "besten",
    "weakest": "schwächsten",
    "on": "an",
    "off": "aus",
    "as usual": "wie üblich",
    "chosen by Truss": "von Truss gewählt",
    "polite": "höflich",
    "sarcastic": "sarkastisch",
    "brutal": "brutal",
    "{a:platform}, {b:state}": "{a}, {b}",
}
_CLIPS: Final = {
    "The {how:w} clips of {when:w}, by views:": "Die {how} Clips, {when}, nach Aufrufen:",
    "The {how:w} clips, by views:": "Die {how} Clips nach Aufrufen:",
    "The {how:w} clips of {when:w} by score:": "Die {how} Clips, {when}, nach Punkten:",
    "The {how:w} clips by score:": "Die {how} Clips nach Punkten:",
    "The {how:w} clips by score; no views were measured for them yet:": (
        "Die {how} Clips nach Punkten; Aufrufe sind für sie noch keine gemessen:"
    ),
    "The {how:w} clips of {when:w} by score; no views were measured for them yet:": (
        "Die {how} Clips, {when}, nach Punkten; Aufrufe sind für sie noch keine gemessen:"
    ),
    "“{title}” on {platform}: {v:#view}, {l:#like}, score {n:n}": (
        "„{title}“ auf {platform}: {v}, {l}, {n} Punkte"
    ),
    "“{title}” on {platform}: {v:#view}, {l:#like}": "„{title}“ auf {platform}: {v}, {l}",
    "“{title}” on {platform}: {v:#view}, score {n:n}": (
        "„{title}“ auf {platform}: {v}, {n} Punkte"
    ),
    "“{title}” on {platform}: {v:#view}": "„{title}“ auf {platform}: {v}",
    "“{title}”: {v:#view} ({each:figures}), score {n:n}": "„{title}“: {v} ({each}), {n} Punkte",
    "“{title}”: {v:#view} ({each:figures})": "„{title}“: {v} ({each})",
    "“{title}” ({score:w}), {state:w}": "„{title}“ ({score}), {state}",
    "“{title}” ({score:w})": "„{title}“ ({score})",
    "“{title}” ({score:w}); it is {state:w}, made {t:at}.": (
        "„{title}“ ({score}); Stand: {state}, gemacht {t}."
    ),
    "“{title}”: score {n:n}": "„{title}“: {n} Punkte",
    "or “{title}”, score {n:n}": "oder „{title}“, {n} Punkte",
    "Why “{title}”:": "Warum „{title}“:",
    "{part} {a:n} of {b:n}: {reason}": "{part} {a} von {b}: {reason}",
    "Clips: {c:#clip}.": "Clips: {c}.",
    "Clips of {when:w}: {c:#clip}.": "Clips, {when}: {c}.",
    "{state:w} of {when:w}: {c:#clip}.": "{state}, {when}: {c}.",
    "{state:w}: {c:#clip}.": "{state}: {c}.",
    "It failed: {reason}": "Fehlgeschlagen: {reason}",
    "No views were measured yet.": "Aufrufe sind noch keine gemessen.",
    "No clip has these words in its title. The newest ones:": (
        "Kein Clip hat diese Wörter im Titel. Die neuesten:"
    ),
    "No clip was made or measured yet.": "Noch wurde kein Clip gemacht oder gemessen.",
    "No clip was made or measured {when:w}.": "Kein Clip wurde gemacht oder gemessen: {when}.",
    "Of all clips:": "Von allen Clips:",
    (
        "A score goes from {a:n} to {b:n} and predicts how far a clip may travel; views are "
        "measured afterwards."
    ): (
        "Eine Punktzahl geht von {a} bis {b} und sagt voraus, wie weit ein Clip kommen kann; "
        "Aufrufe werden danach gemessen."
    ),
    (
        "{a:n} points are measured here and {b:n} come from the model; without one, these are "
        "scaled from what was measured."
    ): (
        "{a} Punkte werden hier gemessen, {b} kommen vom Modell; ohne eines werden diese aus dem "
        "Gemessenen hochgerechnet."
    ),
    "The most that each part can give: {parts}.": "Das Meiste, was jeder Teil gibt: {parts}.",
}
_GOING: Final = {
    (
        "{a:#clip} in review, {b:#post} in review, {c:#publication} stuck, {d:#task} open."
    ): "{a} in Prüfung, {b} in Prüfung, fest hängt: {c}, offen: {d}.",
    "{a:#clip} in review, {b:#publication} waiting to go out, {c:#publication} stuck.": (
        "{a} in Prüfung, hinaus soll: {b}, fest hängt: {c}."
    ),
    "No report fits that question well, so here is how things stand.": (
        "Kein Bericht passt gut zu dieser Frage, also so steht es:"
    ),
    "The last stream was “{title}”, {t:at}, with {n:#spike}.": (
        "Der letzte Stream war „{title}“, {t}; {n}."
    ),
    "Ask for clips, streams, views, the plan, or what waits.": (
        "Frag nach Clips, Streams, Aufrufen, dem Plan oder dem, was wartet."
    ),
    "“{title}”, due {t:at}": "„{title}“, fällig {t}",
    "“{title}”, a post planned for {t:at}": "„{title}“, ein Beitrag für {t}",
    "For {when:w}: {c:#post} planned.": "Für {when}: {c} geplant.",
    "No clip is ready that has not gone out; look at the plan for ideas.": (
        "Kein Clip ist bereit, der nicht schon raus ist; im Plan stehen Ideen."
    ),
    "Post “{title}”: score {n:n}, {state:state}.": "Poste „{title}“: {n} Punkte, {state}.",
    "The slot {t:at} is free.": "Der Termin {t} ist frei.",
    "There is no free slot, so it would go out at once.": (
        "Kein Termin ist frei, also ginge er sofort raus."
    ),
    "No slot is set for then; {t:at} is a guess.": (
        "Dafür ist kein Termin gesetzt; {t} ist geraten."
    ),
    "{n:#publication} went out.": "Hinausgegangen: {n}.",
    "{n:#publication} went out {when:w}.": "Hinausgegangen, {when}: {n}.",
    "{n:#publication} went out to {platform:platform}.": "An {platform} gegangen: {n}.",
    "{n:#publication} went out to {platform:platform} {when:w}.": (
        "An {platform} gegangen, {when}: {n}."
    ),
    "{n:#publication} did not go out:": "Nicht hinausgegangen, {n}:",
    "“{title}” on {platform}, {t:at} ({state:w})": "„{title}“ auf {platform}, {t} ({state})",
    "“{title}” to {platform}, {t:at} ({state:w})": "„{title}“ an {platform}, {t} ({state})",
    "“{title}” to {platform}, {state:state}: {reason}": (
        "„{title}“ an {platform}, {state}: {reason}"
    ),
    "“{title}” to {platform}, {state:state}": "„{title}“ an {platform}, {state}",
    "“{title}” to {platform}: {reason}": "„{title}“ an {platform}: {reason}",
    "No publication failed or hangs.": "Keine Veröffentlichung ist fehlgeschlagen oder hängt.",
    "No publication for {platform} failed or hangs.": (
        "Keine Veröffentlichung für {platform} ist fehlgeschlagen oder hängt."
    ),
    "/when retry tries one again.": "/when retry versucht eine noch einmal.",
    "Nothing waits to go out.": "Nichts wartet darauf hinauszugehen.",
    "Nothing waits to go out {when:w}.": "Nichts wartet darauf hinauszugehen: {when}.",
    "No slot is set.": "Kein Termin ist gesetzt.",
    "The next free slot is {t:at}.": "Der nächste freie Termin ist {t}.",
    "{n:#publication} waiting to go out:": "Hinaus soll, {n}:",
    "{n:#publication} waiting to go out {when:w}:": "Hinaus soll {when}, {n}:",
    "“{title}”, {t:at} ({state:w})": "„{title}“, {t} ({state})",
    "Publish “{title}” now": "„{title}“ jetzt veröffentlichen",
    "Publish “{title}”": "„{title}“ veröffentlichen",
    "Move “{title}” to {t:at}": "„{title}“ verschieben auf {t}",
}
_STREAMS: Final = {
    (
        "{t:at} ({offset} into “{title}”): {m:#message} in two minutes, where {n:n} are usual."
    ): "{t} ({offset} nach Beginn von „{title}“): {m} in zwei Minuten, üblich sind {n}.",
    "No peak of chat is stored there: chat did not rise far enough above what is usual.": (
        "Dort ist keine Spitze des Chats gespeichert: Er stieg nicht weit genug über das Übliche."
    ),
    "Chat was not heard there, so nothing could be found.": (
        "Dort wurde der Chat nicht gehört, also war nichts zu finden."
    ),
    "No stream was on at {clock:clock}.": "Um {clock} lief kein Stream.",
    "The last ones:": "Die letzten:",
    "There was no stream yet.": "Es gab noch keinen Stream.",
    "There was no stream then.": "Da gab es keinen Stream.",
    "There was no stream {when:w}.": "Es gab keinen Stream: {when}.",
    "{n:#stream} {when:w}, with {s:#spike}:": "{n}, {when}; {s}:",
    "{n:#stream}, with {s:#spike}:": "{n}; {s}:",
    "“{title}”, {t:at}, {length:clock} long: {n:#spike}": ("„{title}“, {t}, Dauer {length}: {n}"),
    "“{title}”, {t:at}, still on: {n:#spike}": "„{title}“, {t}, läuft noch: {n}",
    "{a:#message}, {b:#spike}, {c:#clip}, {d:#peak} missed.": "{a}, {b}, {c}, {d} verpasst.",
    "“{title}”: {n:#peak} of chat without a clip.": "„{title}“: {n} des Chats ohne Clip.",
    (
        "{at:clock} ({offset:clock}): a spike of {reaction}, {a:n} people wrote where {b:n} are "
        "usual, strength {c:n} of {d:n} needed; {became:w}."
    ): (
        "{at} ({offset}): ein Ausbruch ({reaction}), {a} Leute schrieben, üblich sind {b}, Stärke "
        "{c} von {d} nötigen; {became}."
    ),
    "{at:clock} ({offset:clock}): somebody asked for it; {became:w}.": (
        "{at} ({offset}): Jemand hat ihn verlangt; {became}."
    ),
    "it became the clip “{title}” ({state:w})": "daraus wurde der Clip „{title}“ ({state})",
    "no clip of it is stored (any more)": "ein Clip davon ist nicht (mehr) gespeichert",
    (
        "{at:clock} ({offset:clock}): not clipped, because {why:w}. {a:n} of {b:n} people reacted, "
        "strength {c:n} where {d:n} was needed."
    ): (
        "{at} ({offset}): kein Clip, denn {why}. {a} von {b} Leuten reagierten, Stärke {c}, nötig "
        "war {d}."
    ),
    "a raid, gifts or a break explain why so many wrote": (
        "ein Raid, Geschenke oder eine Pause erklären, warum so viele schrieben"
    ),
    "most of them wrote the same text": "die meisten schrieben denselben Text",
    "it came too soon after another moment": "er kam zu bald nach einem anderen Moment",
    "stronger moments used up the spikes an hour that are set": (
        "stärkere Momente haben die eingestellten Ausbrüche je Stunde verbraucht"
    ),
    "too few people reacted": "zu wenige reagierten",
    "No chat was counted {when:w}.": "Kein Chat wurde gezählt: {when}.",
    "{when:w}: {a:#chat message} and {b:#spike}.": "{when}: {a} und {b}.",
    "The busiest day was {day:w}, with {a:#message} by {b:#chatter}.": (
        "Am meisten los war am {day}, mit {a} von {b}."
    ),
    "{day:isoday}: {a:#message}": "{day}: {a}",
}
_FIGURES: Final = {
    "No views were measured {when:w}.": "Keine Aufrufe wurden gemessen: {when}.",
    "No views were measured on {platform:platform} {when:w}.": (
        "Keine Aufrufe wurden auf {platform} gemessen: {when}."
    ),
    "{when:w}: {a:#view}, {b:#like}, {c:#comment}, {d:#share}.": "{when}: {a}, {b}, {c}, {d}.",
    "{when:w}: {a:#view}, {b:#like}, {c:#comment}.": "{when}: {a}, {b}, {c}.",
    "{when:w}: {a:#view}, {b:#like}.": "{when}: {a}, {b}.",
    "{when:w}: {a:#view}.": "{when}: {a}.",
    "{day:isoday}: {a:#view}": "{day}: {a}",
    "The best day was {day:isoday}.": "Der beste Tag war {day}.",
    "Most views in {when:w} came from {platform}.": "Die meisten Aufrufe, {when}: {platform}.",
    "No platform has figures for {when:w}.": "Keine Plattform hat Zahlen: {when}.",
    "{platform:platform}: {v:#view} ({s:n} % of all), {l:#like}": (
        "{platform}: {v} ({s} % von allen), {l}"
    ),
    "{platform:platform}: {v:#view}, {l:#like}": "{platform}: {v}, {l}",
    "Nothing is planned for {when:w}; /plan fill suggests posts.": (
        "Nichts ist geplant: {when}; /plan fill schlägt Beiträge vor."
    ),
    "{n:#entry} planned for {when:w}:": "{n} geplant: {when}:",
    "{t:at}: “{title}”, {what:w} ({more:w})": "{t}: „{title}“, {what} ({more})",
    "{t:at}: “{title}”, {what:w}": "{t}: „{title}“, {what}",
    "There are no posting slots yet.": "Es gibt noch keine Posting-Zeiten.",
    "Posting slots: {slots}.": "Posting-Zeiten: {slots}.",
    "The next free one is {t:at}.": "Die nächste freie ist {t}.",
    "then {t:at}": "dann {t}",
    "Set slots: {slots}": "Zeiten setzen: {slots}",
    "Set sensitivity to {n:n} an hour": "Empfindlichkeit auf {n} je Stunde setzen",
    ("Sensitivity: {n:n} spikes an hour."): "Empfindlichkeit: {n} Ausbrüche je Stunde.",
    "Layout: {layout:w}.": "Layout: {layout}.",
    "Captions: {captions:w}.": "Untertitel: {captions}.",
    "Language: {language}, time zone {zone}, tone {tone:w}.": (
        "Sprache: {language}, Zeitzone {zone}, Ton {tone}."
    ),
    "/settings changes them.": "/settings ändert sie.",
    "No account is linked; /account link links one.": (
        "Kein Konto ist verknüpft; /account link verknüpft eines."
    ),
    "{n:#account} linked:": "{n} verknüpft:",
    "{n:#job} running, {a:n} waiting, {b:n} failed.": (
        "{n} in Arbeit, {a} warten, {b} fehlgeschlagen."
    ),
    "{job:job}: {state:w}: {reason}": "{job}: {state}: {reason}",
    "{job:job}: running, {n:n} %": "{job}: läuft, {n} %",
    "{job:job}: {state:w}": "{job}: {state}",
    "Nothing is broken: every part works, and no job failed.": (
        "Nichts ist kaputt: Jeder Teil läuft, und keine Arbeit ist fehlgeschlagen."
    ),
    "{a:#part} in trouble, {b:#failed job}, {c:#publication} stuck.": (
        "Mit Störung: {a}; {b}; fest hängt: {c}."
    ),
    "Nothing was learned yet that figures bear out.": (
        "Noch wurde nichts gelernt, was Zahlen tragen."
    ),
    "{n:#insight} holds:": "{n} gilt:",
    "{n:#insight} hold:": "{n} gelten:",
    (
        "The model cost ${a:n} in {month} for {n:#request}, of a budget of ${b:n}; ${c:n} is left."
    ): "Das Modell kostete {a} $ in {month} für {n}, von {b} $ Budget; {c} $ sind übrig.",
}
_REPORTS: Final = {
    "Report: {name:w}": "Bericht: {name}",
    "best clips": "beste Clips",
    "weakest clips": "schwächste Clips",
    "what waits": "was wartet",
    "what to post": "was posten",
    "a moment of a stream": "ein Moment eines Streams",
    "clips": "Clips",
    "one clip": "ein Clip",
    "what a score means": "was eine Punktzahl bedeutet",
    "streams": "Streams",
    "peaks without a clip": "Spitzen ohne Clip",
    "chat by day": "Chat nach Tagen",
    "what went out": "was hinausging",
    "what did not go out": "was nicht hinausging",
    "what goes out": "was hinausgeht",
    "figures by day": "Zahlen nach Tagen",
    "figures by platform": "Zahlen nach Plattform",
    "the plan": "der Plan",
    "posting slots": "Posting-Zeiten",
    "settings": "Einstellungen",
    "work in progress": "laufende Arbeit",
    "what is broken": "was kaputt ist",
    "what the model cost": "was das Modell kostete",
    "what was learned": "was gelernt wurde",
    "an overview": "ein Überblick",
}
ANSWERS: Final = _PERIODS | _STATES | _CLIPS | _GOING | _STREAMS | _FIGURES | _REPORTS
