"""German: what commands and their options say, by the English sentence; at most 100 characters."""

from __future__ import annotations

from typing import Final

COMMANDS: Final = {
    "Where clips are laid before whom": "Wo Clips wem vorgelegt werden",
    "Say where cards go and who decides; alone, a form asks": (
        "Sagen, wohin Karten gehen und wer entscheidet; allein fragt ein Formular"
    ),
    "where the cards of new clips go": "wohin die Karten neuer Clips gehen",
    "who may approve and reject them": "wer sie freigeben und ablehnen darf",
    "how many of them it takes to approve a clip": "wie viele einen Clip freigeben müssen",
    "Show what is connected, and what comes next": (
        "Zeigen, was verbunden ist und was als Nächstes kommt"
    ),
    "Let cards go to another channel; all else stays as it is": (
        "Karten in einen anderen Kanal schicken; alles andere bleibt"
    ),
    "where the cards of new clips go from now on": "wohin die Karten neuer Clips künftig gehen",
    "Take Truss out of this server; a button asks once more": (
        "Truss aus diesem Server nehmen; ein Knopf fragt noch einmal"
    ),
    "Show who is in the team, or give somebody a role in it": (
        "Zeigen, wer im Team ist, oder jemandem eine Rolle darin geben"
    ),
    "somebody of this server": "jemand von diesem Server",
    "a Discord role: whoever has it is in the team": (
        "eine Discord-Rolle: Wer sie hat, ist im Team"
    ),
    "what they are from now on": "was sie von jetzt an sind",
    "Show how this server wants its cards, or change it": (
        "Zeigen, wie dieser Server seine Karten will, oder es ändern"
    ),
    "whether 👍 and 👎 decide as ✅ and ❌ do": "ob 👍 und 👎 wie ✅ und ❌ entscheiden",
    "ping the moderators' role at most every so many minutes that cards wait; 0 never": (
        "die Moderatoren höchstens alle so viele Minuten anpingen, wenn Karten warten; 0 nie"
    ),
    "whether cards go into a thread, and one message says how many wait": (
        "ob Karten in einen Thread gehen und eine Nachricht sagt, wie viele warten"
    ),
    "hours in which nobody is pinged, as in 22-7; none": (
        "Stunden, in denen niemand angepingt wird, wie 22-7; none für keine"
    ),
    "The clips of this server's creator": "Die Clips zu diesem Server",
    "List clips, the newest or the best first": (
        "Clips auflisten, die neuesten oder besten zuerst"
    ),
    "only those with these words in their titles": "nur die mit diesen Wörtern im Titel",
    "only those that are at this point": "nur die, die so weit sind",
    "only those of at least this score": "nur die mit mindestens dieser Punktzahl",
    "Make a clip of the last seconds of a stream that runs": (
        "Aus den letzten Sekunden eines laufenden Streams einen Clip machen"
    ),
    "how many seconds, up to this moment (30 unless said)": (
        "wie viele Sekunden bis zu diesem Augenblick (sonst 30)"
    ),
    "which channel, if several are live": "welcher Kanal, wenn mehrere live sind",
    "Show one clip, with its score and its evidence": (
        "Einen Clip mit Punktzahl und Belegen zeigen"
    ),
    "words of its title, then choose": "Wörter aus dem Titel, dann auswählen",
    "Change a clip; without options, a form asks": (
        "Einen Clip ändern; ohne Angaben fragt ein Formular"
    ),
    "its new title": "der neue Titel",
    "seconds that the start moves; below zero is earlier": (
        "um wie viele Sekunden der Anfang rückt; unter null ist früher"
    ),
    "seconds that the end moves; below zero is earlier": (
        "um wie viele Sekunden das Ende rückt; unter null ist früher"
    ),
    "how the picture fills the clip": "wie das Bild den Clip füllt",
    "Make a clip again, in another layout or once more": (
        "Einen Clip noch einmal machen, auch in anderer Aufteilung"
    ),
    "how the picture fills the clip; else Truss chooses": (
        "wie das Bild den Clip füllt; sonst wählt Truss"
    ),
    "Publish a clip now, to the usual accounts or to one": (
        "Einen Clip jetzt veröffentlichen, wie üblich oder nur auf einem Konto"
    ),
    "to this platform alone": "nur auf dieser Plattform",
    "which account or channel there, if there are several": (
        "welches Konto oder welcher Kanal dort, wenn es mehrere gibt"
    ),
    "delete the creator with all that is theirs, for good": (
        "den Creator mit allem, was ihm gehört, endgültig löschen"
    ),
    "another title than the clip's": "ein anderer Titel als der des Clips",
    "with commas between them": "mit Kommas dazwischen",
    "Let a clip go out at a time, or in the next free slot": (
        "Einen Clip zu einer Zeit oder am nächsten freien Termin veröffentlichen"
    ),
    "a time on the creator's clock, as in 2026-11-30 18:00; else the next free posting slot": (
        "eine Ortszeit wie 2026-11-30 18:00; sonst der nächste freie Termin"
    ),
    "When clips go out": "Wann Clips hinausgehen",
    "Show or set the posting slots of the week": "Die Termine der Woche zeigen oder setzen",
    "as in Mon 18:00, Fri 20:30 tiktok; none removes them": (
        "wie Mon 18:00, Fri 20:30 tiktok; none entfernt sie"
    ),
    "List what is to go out, and what could not": (
        "Auflisten, was hinausgehen soll und was nicht konnte"
    ),
    "Give what waits another time": "Etwas Wartendem eine andere Zeit geben",
    "choose from the list": "aus der Liste auswählen",
    "a time on the creator's clock, as in 2026-11-30 18:00": "eine Ortszeit wie 2026-11-30 18:00",
    "Call off what has not gone out": "Absagen, was noch nicht hinausgegangen ist",
    "Try again now what failed or waits": (
        "Gescheitertes oder Wartendes jetzt noch einmal versuchen"
    ),
    "Say whether a clip is on its platform": "Sagen, ob ein Clip auf der Plattform ist",
    "whether you see it there; if not, it goes out once more": (
        "ob er dort zu sehen ist; wenn nicht, geht er noch einmal hinaus"
    ),
    "where it can be seen": "wo er zu sehen ist",
    "Where approved clips go": "Wohin freigegebene Clips gehen",
    "List where approved clips go": "Auflisten, wohin freigegebene Clips gehen",
    "Let approved clips go to an account": "Freigegebene Clips auf ein Konto schicken",
    "where it is": "wo es ist",
    "who may see the clips there": "wer die Clips dort sehen darf",
    "put beside each clip there, with commas between them": (
        "dort zu jedem Clip, mit Kommas dazwischen"
    ),
    "Let approved clips go to an account no more": (
        "Freigegebene Clips nicht mehr auf ein Konto schicken"
    ),
    "Choose how clips are posted to TikTok": "Wählen, wie Clips auf TikTok erscheinen",
    "which account, if there are several": "welches Konto, wenn es mehrere gibt",
    "The streams of this server's creator": "Die Streams zu diesem Server",
    "List the streams that were heard, newest first": (
        "Gehörte Streams auflisten, die neuesten zuerst"
    ),
    "Say which channels are heard now, and how well": (
        "Sagen, welche Kanäle gerade gehört werden und wie gut"
    ),
    "Watch a Twitch channel for this creator": "Einen Twitch-Kanal beobachten",
    "its name, as in twitch.tv/name": "der Name, wie in twitch.tv/name",
    "say nothing in its chat (answers are given unless this is set)": (
        "im Chat dort nichts sagen (sonst wird geantwortet)"
    ),
    "Let a Twitch channel go": "Einen Twitch-Kanal nicht mehr beobachten",
    "Keep a channel's last minutes on disk, to cut clips of them": (
        "Die letzten Minuten eines Kanals aufheben, um Clips daraus zu schneiden"
    ),
    "a channel of your own, or one whose owner allows it": (
        "ein eigener Kanal, oder einer, dessen Besitzer es erlaubt"
    ),
    "whether to keep them from now on": "ob sie von jetzt an aufgehoben werden",
    "Show where chat erupted in a stream, with a picture": (
        "Zeigen, wo der Chat in einem Stream ausbrach, mit Bild"
    ),
    "Say what each channel's decisions and sound have taught": (
        "Sagen, was Entscheidungen und Ton jedes Kanals gelehrt haben"
    ),
    "Forget what a channel has taught; only its creator may": (
        "Vergessen, was ein Kanal gelehrt hat; nur der Creator darf das"
    ),
    "the channel, as /stream learned names it": "der Kanal, wie /stream learned ihn nennt",
    "Show what was heard in the last 30 days, with a picture": (
        "Zeigen, was in den letzten 30 Tagen gehört wurde, mit Bild"
    ),
    "The videos that clips are cut from": "Die Videos, aus denen Clips geschnitten werden",
    "Bring a video; without one, get a link to the upload page": (
        "Ein Video bringen; ohne eines kommt ein Link zur Seite dafür"
    ),
    "the video itself, as large as Discord takes": (
        "das Video selbst, so groß, wie Discord es annimmt"
    ),
    "where the video lies on the web": "wo das Video im Netz liegt",
    "what the video is to be called here": "wie das Video hier heißen soll",
    "Have a video understood: chapters, moments and clips of it": (
        "Ein Video auswerten lassen: Kapitel, Momente und Clips"
    ),
    "List the videos, newest first": "Die Videos auflisten, die neuesten zuerst",
    "Get a link that signs you in to the page of Truss": (
        "Einen Link bekommen, der bei der Seite von Truss anmeldet"
    ),
    "Show what Truss is working on; call it off, or try it again": (
        "Zeigen, woran Truss arbeitet; absagen oder noch einmal versuchen"
    ),
    "work to call off": "was abgesagt werden soll",
    "work that failed and is to begin anew": "Gescheitertes, das neu beginnen soll",
    "Show what holds for this server's creator, or change it": (
        "Die Einstellungen zu diesem Server zeigen oder ändern"
    ),
    "a Twitch channel: sensitivity and picture are then for that one alone": (
        "ein Twitch-Kanal: Empfindlichkeit und Bild gelten dann nur für ihn"
    ),
    "how many eruptions of a busy chat an hour become clips (8 is usual)": (
        "wie viele Ausbrüche je Stunde in vollem Chat zu Clips werden (8 ist üblich)"
    ),
    "how the picture fills the upright frame": "wie das Bild das Hochformat füllt",
    "where it lies: x,y,width,height in a picture of 1920x1080": (
        "wo sie liegt: x,y,Breite,Höhe in einem Bild von 1920x1080"
    ),
    "whether what is said is written into the clips": (
        "ob Gesprochenes in die Clips geschrieben wird"
    ),
    "of captions, as in karaoke large cyan lower caps": (
        "der Untertitel, wie karaoke large cyan lower caps"
    ),
    "names as they are written, with commas: Kha'Zix, car six = Kha'Zix": (
        "Namen, wie man sie schreibt, mit Kommas: Kha'Zix, car six = Kha'Zix"
    ),
    "words to be silent and starred, with commas": (
        "Wörter, die stumm und mit Sternchen sein sollen, mit Kommas"
    ),
    "what is heard where an unwanted word was said": (
        "was statt eines unerwünschten Wortes zu hören ist"
    ),
    "how titles and comments sound; it never touches a score": (
        "wie Titel und Kommentare klingen; nie die Punktzahl"
    ),
    "the name by which you want to be called": "der Name, mit dem du angesprochen werden willst",
    "the language of titles and comments, as in en or pt-BR": (
        "die Sprache von Titeln und Kommentaren, wie en oder pt-BR"
    ),
    "where you live: months and slots begin there, as in Europe/Berlin": (
        "wo du wohnst: dort beginnen Monate und Termine, wie Europe/Berlin"
    ),
    "what is to be as if it had never been set": "was so sein soll, als wäre es nie gesetzt worden",
    "The linked accounts of this creator": "Die verknüpften Konten",
    "Link an account that clips can go out to": (
        "Ein Konto verknüpfen, auf das Clips gehen können"
    ),
    "where the account is": "wo das Konto ist",
    "List the linked accounts": "Die verknüpften Konten auflisten",
    "Give the access to an account back": "Den Zugang zu einem Konto zurückgeben",
    "its name, then choose": "der Name, dann auswählen",
    "Say what Truss does and what can be typed": "Sagen, was Truss tut und was man tippen kann",
    "the newest first, or those at which chat erupted the most": (
        "die neuesten zuerst, oder die, bei denen der Chat am stärksten ausbrach"
    ),
    "Plan a post for a day of every week": ("Einen Beitrag für einen Tag jeder Woche planen"),
    "of the week": ("der Woche"),
    "such as Clip of the week; leave it out to end it": (
        "etwa Clip der Woche; weglassen beendet es"
    ),
    "where it goes, else wherever that day's post goes": (
        "wohin er geht, sonst wohin der Beitrag dieses Tages geht"
    ),
    "as they came, or the strongest first": ("wie sie kamen, oder die stärksten zuerst"),
    "Figures of posts that no platform tells by itself": (
        "Zahlen von Beiträgen, die keine Plattform von selbst sagt"
    ),
    "Read a platform's export; first on trial": (
        "Den Export einer Plattform lesen; erst zur Probe"
    ),
    "CSV, zip or xlsx as YouTube, TikTok, X, Meta, LinkedIn or Rednote export it": (
        "CSV, zip oder xlsx, wie YouTube, TikTok, X, Meta, LinkedIn oder Rednote es exportieren"
    ),
    "whose export it is, if that is not clear": ("wessen Export es ist, wenn das nicht klar ist"),
    "the day of its figures, as in 2026-11-30; else what the file says, or today": (
        "der Tag der Zahlen, wie 2026-11-30; sonst der aus der Datei, oder heute"
    ),
    "whether posts that Truss does not know are added": (
        "ob Beiträge, die Truss nicht kennt, hinzukommen"
    ),
    "Type in how a post did": ("Eintippen, wie ein Beitrag lief"),
    "words of its title, then choose; or the link of a post that Truss does not know": (
        "Wörter aus dem Titel, dann auswählen; oder der Link eines unbekannten Beitrags"
    ),
    "the day of these figures, as in 2026-11-30; else today": (
        "der Tag dieser Zahlen, wie 2026-11-30; sonst heute"
    ),
    "how often it was seen": ("wie oft er gesehen wurde"),
    "how many like it": ("wie vielen er gefällt"),
    "how many comments it has": ("wie viele Kommentare er hat"),
    "how often it was shared": ("wie oft er geteilt wurde"),
    "how much of it is watched on average, as in 45% or 0:18": (
        "wie viel davon im Mittel gesehen wird, wie 45% oder 0:18"
    ),
    "of a post that is given by its link: its title": (
        "bei einem Beitrag, der als Link kommt: sein Titel"
    ),
    "of a post that is given by its link: when it went out": (
        "bei einem Beitrag, der als Link kommt: wann er hinausging"
    ),
    "how Truss talks to people here, unless they said otherwise with /me": (
        "wie Truss hier spricht, wenn jemand es mit /me nicht anders will"
    ),
    "how titles and posts sound, which strangers read": (
        "wie Titel und Beiträge klingen, die Fremde lesen"
    ),
    "Show how Truss talks to you and your streak, or change it": (
        "Zeigen, wie Truss mit dir spricht und wie deine Serie steht, oder es ändern"
    ),
    "what you want to be called": ("wie du angesprochen werden willst"),
    "how Truss talks to you; it never touches a score or a post": (
        "wie Truss mit dir spricht; nie Punktzahl oder Beitrag"
    ),
    "how many clips a day you want to publish; 0 for no goal": (
        "wie viele Clips am Tag du veröffentlichen willst; 0 für kein Ziel"
    ),
    "how many a month; 0 for no target": ("wie viele im Monat; 0 für kein Ziel"),
    "how often you get a summary in a message of your own": (
        "wie oft du eine Zusammenfassung als eigene Nachricht bekommst"
    ),
    "at which hour of your day": ("zu welcher Stunde deines Tages"),
    "when nothing is sent to you, as in 22-7": ("wann dir nichts geschickt wird, wie 22-7"),
    "of what a model writes to you, as in en or pt-BR": (
        "von dem, was ein Modell dir schreibt, wie en oder pt-BR"
    ),
    "where you live, as in Europe/Berlin; days of a streak are days there": (
        "wo du wohnst, wie Europe/Berlin; die Tage einer Serie sind Tage dort"
    ),
    "what is to follow the creator's settings again": (
        "was wieder den Einstellungen des Creators folgen soll"
    ),
    "Show what your posts have taught, and how good scores are": (
        "Zeigen, was deine Beiträge gelehrt haben und wie gut Punktzahlen sind"
    ),
    "Show what to do next, with buttons that do it": (
        "Zeigen, was als Nächstes zu tun ist, mit Knöpfen dafür"
    ),
    "Ask in words about clips, streams, figures and the plan": (
        "In Worten nach Clips, Streams, Zahlen und dem Plan fragen"
    ),
    "as in: which clips did best this week, and why?": (
        "etwa: Welche Clips liefen diese Woche am besten, und warum?"
    ),
}
