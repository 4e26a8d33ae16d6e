"""Forty questions with what a right answer holds, and paraphrases that nobody built for.

`holds` are parts of the answer, all of them; `lacks` must not be in it. The first twenty were in
sight while the matcher was written, the others were written before it ran and looked at after.
"""

# ruff: noqa: E501
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the report that answers it, and what its answer holds and lacks."""

    text: str
    report: str
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


SEEN: tuple[Asked, ...] = (
    Asked("Which clips did best this week, and why?", "best clips",
          ("The boss goes down", "9,100", "chat crowd"), ("A cow",)),
    Asked("What waits for me?", "what waits",
          ("2 clips in review", "Laughing at the door", "Behind the scenes")),
    Asked("What should I post on Friday?", "what to post",
          ("Fresh and ready", "27 Nov", "18:00")),
    Asked("Why was the scream at 20:14 not clipped?", "a moment of a stream",
          ("Horror night", "used up the spikes an hour", "9 of 12")),
    Asked("How many clips were rejected this week?", "clips", ("1 clip", "Second try"), ("Lost save",)),
    Asked("Show me my last stream", "streams", ("Horror night", "2 spikes", "2 peaks")),
    Asked("Which platform works best?", "figures by platform", ("TikTok", "9,100", "62 %")),
    Asked("How many views did I get on Tuesday?", "figures by day", ("9,000",)),
    Asked("What goes out next?", "what goes out", ("Jump scare in the attic", "YouTube", "26 Nov")),
    Asked("Why did TikTok fail?", "what did not go out", ("too long", "Jump scare")),
    Asked("What does a score of 84 mean?", "what a score means", ("0 to 100", "60 points")),
    Asked('Why does "The boss goes down" have that score?', "one clip",
          ("score 91", "chat crowd", "31 people")),
    Asked("When is my next free slot?", "posting slots", ("Fri 27 Nov at 18:00",)),
    Asked("Is anything broken?", "what is broken", ("1 failed job", "too long")),
    Asked("What are you working on right now?", "work in progress", ("1 job running", "40 %")),
    Asked("How much did Gemini cost this month?", "what the model cost", ("$1.25", "$3.75")),
    Asked("Welche Clips liefen diese Woche am besten?", "best clips", ("The boss goes down", "9,100")),
    Asked("Was wartet auf mich?", "what waits", ("2 clips in review",)),
    Asked("¿Qué clips fueron los mejores esta semana?", "best clips", ("The boss goes down",)),
    Asked("How busy was chat this week?", "chat by day", ("14,200", "Tuesday", "8,800")),
)  # fmt: skip

HELD_BACK: tuple[Asked, ...] = (
    Asked("What are my three weakest clips?", "weakest clips", ("A cow stuck", "300"), ()),
    Asked("What's planned for next week?", "the plan", ("Q and A", "Thu 03 Dec"), ("Weekly recap",)),
    Asked("Which peaks did you miss in yesterday's stream?", "peaks without a clip",
          ("same text", "used up the spikes"), ("Boss rush",)),
    Asked("List the clips that are still in review", "clips", ("2 clips", "Silence before the storm"),
          ("Second try",)),
    Asked("What was published to YouTube last week?", "what went out", ("A cow stuck in a fence",),
          ("The boss",)),
    Asked("How sensitive is the detection set?", "settings", ("8 spikes an hour",)),
    Asked("What happened at 20:24 on Monday?", "a moment of a stream", ("Boss rush marathon",)),
    Asked("How many likes this week?", "figures by day", ("1,282",)),
    Asked("Which accounts are connected?", "settings", ("No account",)),
    Asked("Top 2 clips by score", "best clips", ("The boss goes down", "91", "Fresh and ready", "88"),
          ("Jump scare",)),
    Asked("Is something scheduled for tomorrow?", "what goes out", ("Jump scare in the attic",)),
    Asked("Why wasn't there a clip at 21:02 yesterday?", "a moment of a stream",
          ("Horror night", "same text")),
    Asked("How did YouTube do compared to TikTok?", "figures by platform", ("TikTok", "YouTube", "5,500")),
    Asked("How many streams did I do this week?", "streams", ("2 streams", "Horror night"), ("Cosy",)),
    Asked("Was soll ich am Freitag posten?", "what to post", ("Fresh and ready",)),
    Asked("Was ist kaputt?", "what is broken", ("1 failed job",)),
    Asked("¿Qué espera mi decisión?", "what waits", ("2 clips in review",)),
    Asked("Quels clips ont le mieux marché cette semaine ?", "best clips", ("The boss goes down",)),
    Asked("What's the latest on the attic jump scare clip?", "clips", ("Jump scare in the attic",)),
    Asked("Which day had the most views?", "figures by day", ("Tuesday",)),
)  # fmt: skip

PARAPHRASES: tuple[Asked, ...] = (
    Asked("my top performers of the past 7 days", "best clips", ("The boss goes down",)),
    Asked("anything in the queue that needs my approval?", "what waits", ("2 clips in review",)),
    Asked("give me an idea for Friday's post", "what to post", ("Fresh and ready",)),
    Asked("at 8:14 pm everybody screamed, why is there no highlight?", "a moment of a stream",
          ("used up the spikes",)),
    Asked("number of declined clips", "clips", ("2 clips", "Second try")),
    Asked("recap of the most recent broadcast", "streams", ("Horror night",)),
    Asked("TikTok or YouTube, where do I get more reach?", "figures by platform", ("TikTok",)),
    Asked("views per day this week", "figures by day", ("14,350",)),
    Asked("when does the jump scare go out?", "what goes out", ("26 Nov",)),
    Asked("which uploads got stuck?", "what did not go out", ("too long",)),
    Asked("how is the virality score calculated", "what a score means", ("0 to 100",)),
    Asked("what times do I post at", "posting slots", ("Wed 18:00",)),
    Asked("any problems at the moment?", "what is broken", ("1 failed job",)),
    Asked("money spent on the AI", "what the model cost", ("$1.25",)),
    Asked("welcher Tag hatte die meisten Nachrichten im Chat?", "chat by day", ("Tuesday",)),
    Asked("was geht als nächstes raus?", "what goes out", ("Jump scare",)),
    Asked("¿cuándo es el próximo hueco?", "posting slots", ("Fri 27 Nov",)),
    Asked("what do we have on the calendar for the weekend", "the plan", ("Weekly recap",)),
    Asked("worst clip this month", "weakest clips", ("A cow stuck",)),
    Asked("did anything get skipped last night?", "peaks without a clip", ("same text",)),
)  # fmt: skip

FRESH: tuple[Asked, ...] = (
    Asked("whats my most viewed clip", "best clips", ("The boss goes down", "14,300")),
    Asked("Do I have anything to approve?", "what waits", ("2 clips in review",)),
    Asked("which clip should go up on friday evening", "what to post", ("Fresh and ready",)),
    Asked("What was going on around 20:23 last night?", "a moment of a stream", ("Laughing at the door",)),
    Asked("explain the score of the boss goes down", "one clip", ("score 91",)),
    Asked("did the TikTok upload work?", "what did not go out", ("too long",)),
    Asked("How's YouTube going this week in views?", "figures by day", ("5,250",)),
    Asked("Where do most of my viewers come from, TikTok or YouTube?", "figures by platform", ("TikTok",)),
    Asked("What is on the schedule for the coming days?", "what goes out", ("Jump scare",)),
    Asked("what's on for Sunday", "the plan", ("Weekly recap",)),
    Asked("when can I post next", "posting slots", ("27 Nov",)),
    Asked("how long was yesterday's stream", "streams", ("3:00:00",)),
    Asked("Which of last week's clips flopped?", "weakest clips", ("A cow stuck",)),
    Asked("is Truss ok?", "what is broken", ("1 failed job",)),
    Asked("how's rendering going", "work in progress", ("1 job running",)),
    Asked("how much of the AI budget is left", "what the model cost", ("$3.75",)),
    Asked("in which language are titles written?", "settings", ("Language: en",)),
    Asked("Wie viele Aufrufe hatte ich gestern?", "figures by day", ("9,000",)),
    Asked("Warum wurde um 20:14 nichts geclippt?", "a moment of a stream", ("used up the spikes",)),
    Asked("Was bedeutet die Punktzahl?", "what a score means", ("0 to 100",)),
    Asked("¿Qué se publicó la semana pasada?", "what went out", ("A cow stuck",)),
    Asked("¿Cuánto ha costado el modelo este mes?", "what the model cost", ("$1.25",)),
    Asked("Qu'est-ce qui attend ma décision ?", "what waits", ("2 clips in review",)),
    Asked("Combien de vues hier ?", "figures by day", ("9,000",)),
)  # fmt: skip

LAST: tuple[Asked, ...] = (
    Asked("best performing video this month?", "best clips", ("The boss goes down",)),
    Asked("what's left for me to review", "what waits", ("2 clips in review",)),
    Asked("any recommendation what to upload on friday?", "what to post", ("Fresh and ready",)),
    Asked("chat went wild at 20:14 yesterday but I got no clip", "a moment of a stream",
          ("used up the spikes",)),
    Asked("show me everything that was rejected", "clips", ("2 clips",)),
    Asked("summary of the last stream please", "streams", ("Horror night",)),
    Asked("is TikTok doing better than YouTube?", "figures by platform", ("TikTok",)),
    Asked("how many people watched my stuff yesterday", "figures by day", ("9,000",)),
    Asked("what's going live tomorrow", "what goes out", ("Jump scare",)),
    Asked("which posts failed and why", "what did not go out", ("too long",)),
    Asked("what goes into the virality score?", "what a score means", ("chat crowd 21",)),
    Asked("list my posting slots", "posting slots", ("Wed 18:00",)),
    Asked("does everything work?", "what is broken", ("1 failed job",)),
    Asked("what's in the job queue", "work in progress", ("1 job running",)),
    Asked("AI costs november", "what the model cost", ("$1.25",)),
    Asked("what's my time zone set to", "settings", ("Europe/Berlin",)),
    Asked("Welche Clips wurden abgelehnt?", "clips", ("2 clips",)),
    Asked("Was ist f\u00fcr n\u00e4chste Woche geplant?", "the plan", ("Q and A",)),
    Asked("\u00bfCu\u00e1les fueron los peores clips?", "weakest clips", ("A cow stuck",)),
    Asked("Quand sort le prochain clip ?", "what goes out", ("Jump scare",)),
    Asked("most active chat day last week", "chat by day", ("Tuesday", "2,100")),
    Asked("did we miss anything good in Tuesday's stream?", "peaks without a clip", ("same text",)),
    Asked("how many spikes in the horror stream", "streams", ("Horror night",)),
    Asked("link to the boss clip", "one clip", ("The boss goes down",)),
)  # fmt: skip
