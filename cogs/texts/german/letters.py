"""German letters: the digest, what holds and what is not claimed, experiments and the score."""

from __future__ import annotations

from typing import Final

_OUTCOMES: Final = {
    "views": "Aufrufe",
    "share watched": "der angesehene Anteil",
    "likes per view": "Likes je Aufruf",
}
_PARTS: Final = {
    "well": "gut",
    "somewhat": "einigermaßen",
    "a bit": "ein wenig",
    "half": "halb so viel",
}
LETTERS: Final = (
    _OUTCOMES
    | _PARTS
    | {
        "Week of {first:date} to {last:date}": "Woche vom {first} bis {last}",
        "No post went out.": "Kein Beitrag ging hinaus.",
        (
            "{clips:#clip} went out in {posts:#post}: {v:n} views and {l:n} likes so far."
        ): "Hinausgegangen: {clips}, {posts}; bisher {v} Aufrufe und {l} Likes.",
        "Most watched: “{title}”, {v:n} views.": "Am meisten gesehen: „{title}“, {v} Aufrufe.",
        "Streak: {n:n} day with at least {clips:#clip}.": (
            "Serie: {n} Tag mit mindestens {clips}."
        ),
        "Streak: {n:n} days with at least {clips:#clip}.": (
            "Serie: {n} Tage mit mindestens {clips}."
        ),
        "Streak: {n:n} or more days with at least {clips:#clip}.": (
            "Serie: {n} oder mehr Tage mit mindestens {clips}."
        ),
        "This month: {n:n} of {clips:#clip}.": "Diesen Monat: {n} von {clips}.",
        "Experiment with {posts:w}: {how:w}": "Versuch, {posts}: {how}",
        (
            "{posts:w} get about {r:n} times the {what:w} of {others:w} (between {a:n} and {b:n} "
            "times)."
        ): "{posts}, {what}: etwa das {r}-Fache; Vergleich: {others} (zwischen {a}- und {b}-fach).",
        (
            "{posts:w} get about half the {what:w} of {others:w} (between {a:n} and {b:n} times)."
        ): "{posts}, {what}: etwa die Hälfte; Vergleich: {others} (zwischen {a}- und {b}-fach).",
        (
            "From {n:n} posts at the age of seven days: {a:n} with it, {b:n} without."
        ): "Aus {n} Beiträgen im Alter von sieben Tagen: {a} damit, {b} ohne.",
        "What the platform and slow growth explain was taken out first.": (
            "Was Plattform und langsames Wachstum erklären, ist vorher abgezogen."
        ),
        "It goes together; whether it is the reason, only an experiment shows.": (
            "Es geht zusammen; ob es der Grund ist, zeigt nur ein Versuch."
        ),
        (
            "Whether {posts:w} do better: {n:n} posts would show three times the views, and do "
            "not; a smaller difference may be there."
        ): (
            "Ob {posts} besser laufen: {n} Beiträge würden das Dreifache der Aufrufe zeigen und "
            "tun es nicht; ein kleinerer Unterschied ist möglich."
        ),
        (
            "Whether {posts:w} do better is not known: three times the views would show in about "
            "{needed:n} posts, {missing:n} more than the {n:n} there are."
        ): (
            "Ob {posts} besser laufen, ist nicht bekannt: Das Dreifache der Aufrufe zeigte sich in "
            "etwa {needed} Beiträgen, {missing} mehr als die {n}, die es gibt."
        ),
        "No post has been measured at the age of seven days yet, so nothing is claimed.": (
            "Noch wurde kein Beitrag im Alter von sieben Tagen gemessen; behauptet wird nichts."
        ),
        (
            "Nothing was looked at yet; the first look comes a week after the first post."
        ): "Noch wurde nichts angesehen; der erste Blick kommt eine Woche nach dem ersten Beitrag.",
        (
            "Nothing is claimed: {n:n} posts were measured, and all of them are alike in what is "
            "asked about. Vary one thing, such as the hour, to learn from it."
        ): (
            "Nichts wird behauptet: {n} Beiträge wurden gemessen und gleichen sich in allem, "
            "wonach gefragt wird. Ändere eines, etwa die Stunde, um daraus zu lernen."
        ),
        (
            "Nothing is claimed: {n:n} posts were measured, and no difference stands out from "
            "luck. Three times the views would have shown."
        ): (
            "Nichts wird behauptet: {n} Beiträge wurden gemessen, und kein Unterschied hebt sich "
            "vom Zufall ab. Das Dreifache der Aufrufe hätte sich gezeigt."
        ),
        (
            "Nothing is claimed: {n:n} posts were measured, and posts differ so much by luck that "
            "even three times the views shows in about {needed:n} posts. {missing:n} are missing."
        ): (
            "Nichts wird behauptet: {n} Beiträge wurden gemessen, und Beiträge schwanken so sehr "
            "durch Zufall, dass selbst das Dreifache der Aufrufe erst in etwa {needed} Beiträgen "
            "sichtbar wird. {missing} fehlen."
        ),
        (
            "Nothing is claimed: 1 post was measured, and posts differ so much by luck that even "
            "three times the views shows in about {needed:n} posts. {missing:n} are missing."
        ): (
            "Nichts wird behauptet: 1 Beitrag wurde gemessen, und Beiträge schwanken so sehr durch "
            "Zufall, dass selbst das Dreifache der Aufrufe erst in etwa {needed} Beiträgen "
            "sichtbar wird. {missing} fehlen."
        ),
        (
            "{n:n} older posts have no figures of that age: enter or import them when "
            "posts are a week old."
        ): (
            "{n} ältere Beiträge haben keine Zahlen aus diesem Alter: Trage sie ein oder "
            "importiere sie, wenn Beiträge eine Woche alt sind."
        ),
        (
            "1 older post has no figures of that age: enter or import them when posts "
            "are a week old."
        ): (
            "1 älterer Beitrag hat keine Zahlen aus diesem Alter: Trage sie ein oder "
            "importiere sie, wenn Beiträge eine Woche alt sind."
        ),
        (
            "{n:n} of {all:n} posts are out ({a:n} {posts:w}, {b:n} {others:w}). Next: one of the "
            "{next:w}."
        ): "{n} von {all} Beiträgen sind raus ({a} {posts}, {b} {others}). Als Nächstes: {next}.",
        (
            "{n:n} of {all:n} posts are out ({a:n} {posts:w}). Next: one of the {next:w}."
        ): "{n} von {all} Beiträgen sind raus ({a}: {posts}). Als Nächstes: {next}.",
        (
            "{n:n} of {all:n} posts are out ({a:n} {posts:w}). It is carried out by itself: a coin "
            "decides for each new clip."
        ): (
            "{n} von {all} Beiträgen sind raus ({a}: {posts}). Der Versuch läuft von selbst: Für "
            "jeden neuen Clip entscheidet eine Münze."
        ),
        ("All {all:n} posts are out; {n:n} are a week old. It is read when all of them are."): (
            "Alle {all} Beiträge sind raus, {n} sind eine Woche alt. Gelesen wird, wenn alle es "
            "sind."
        ),
        "The experiment with {posts:w} was stopped.": "Der Versuch, {posts}, wurde gestoppt.",
        (
            "The experiment cannot be read: fewer than 6 of the {n:n} posts were on one side, or "
            "their figures are missing."
        ): (
            "Der Versuch ist nicht lesbar: Weniger als 6 der {n} Beiträge lagen auf einer Seite, "
            "oder ihre Zahlen fehlen."
        ),
        (
            "{posts:w} brought more: about {r:n} times the {what:w}, between {a:n} and {b:n} times "
            "the {what2:w}, from {n:n} posts by turns."
        ): (
            "{posts} brachten mehr, {what}: etwa das {r}-Fache, zwischen {a}- und {b}-fach, aus "
            "{n} Beiträgen im Wechsel."
        ),
        (
            "{posts:w} brought less: about {r:n} times the {what:w}, between {a:n} and {b:n} times "
            "the {what2:w}, from {n:n} posts by turns."
        ): (
            "{posts} brachten weniger, {what}: etwa das {r}-Fache, zwischen {a}- und {b}-fach, aus "
            "{n} Beiträgen im Wechsel."
        ),
        (
            "No difference in {what:w} was found between {posts:w} and {others:w}: it lies between "
            "{a:n} and {b:n} times the {what2:w}, from {n:n} posts."
        ): (
            "Kein Unterschied, {what}: {posts} gegen {others}; er liegt zwischen {a}- und "
            "{b}-fach, aus {n} Beiträgen."
        ),
        "{a:n} of {b:n} came out as their side says.": (
            "{a} von {b} kamen so heraus, wie ihre Seite es sagt."
        ),
        (
            "An approved clip has a higher score than a rejected one in {share}% of pairs, from "
            "{n:n} decisions; 50 % would be chance."
        ): (
            "Ein freigegebener Clip hat in {share} % der Paare mehr Punkte als ein "
            "abgelehnter, aus {n} Entscheidungen; 50 % wären Zufall."
        ),
        (
            "The score predicts {of:w} {how:how}: posts that scored higher did better (rank "
            "agreement {r:n}, between {a:n} and {b:n}, from {n:n} posts)."
        ): (
            "Die Punktzahl sagt {of} {how} voraus: Beiträge mit mehr Punkten liefen besser "
            "(Rangkorrelation {r}, zwischen {a} und {b}, aus {n} Beiträgen)."
        ),
        (
            "The score misleads about {of:w}: posts that scored higher did worse (rank agreement "
            "{r:n}, between {a:n} and {b:n}, from {n:n} posts)."
        ): (
            "Die Punktzahl führt irre, {of}: Beiträge mit mehr Punkten liefen schlechter "
            "(Rangkorrelation {r}, zwischen {a} und {b}, aus {n} Beiträgen)."
        ),
        (
            "Whether the score predicts {of:w} is not known yet (rank agreement {r:n}, between "
            "{a:n} and {b:n}, from {n:n} posts)."
        ): (
            "Ob die Punktzahl {of} vorhersagt, ist noch nicht bekannt (Rangkorrelation {r}, "
            "zwischen {a} und {b}, aus {n} Beiträgen)."
        ),
        "Name: not given": "Name: nicht angegeben",
        "Tone: {tone:w} (of what Truss says to you, never of scores or posts)": (
            "Ton: {tone} (in dem Truss mit dir spricht, nie der von Punkten oder Beiträgen)"
        ),
        "Daily goal: {goal:w}; today {a:n}, streak {b:n}": (
            "Tagesziel: {goal}; heute {a}, Serie {b}"
        ),
        "Monthly target: {target:w}": "Monatsziel: {target}",
        "Digest: {how:w}, at {hour}:00": "Zusammenfassung: {how}, um {hour}:00",
        "Quiet hours: {hours:w}": "Ruhezeit: {hours}",
        "Time zone: {zone}": "Zeitzone: {zone}",
        "Language: {language}": "Sprache: {language}",
        "{a:n} a day": "{a} am Tag",
        "{a:n} of {b:n}": "{a} von {b}",
        "{a:clock} to {b:clock}": "{a} bis {b}",
        "none": "keine",
        "not given": "nicht angegeben",
        "never": "nie",
        "daily": "täglich",
        "weekly": "wöchentlich",
        "views on {platform}": "Aufrufe auf {platform}",
        "likes per view on {platform}": "Likes je Aufruf auf {platform}",
        "share watched on {platform}": "den angesehenen Anteil auf {platform}",
    }
)
