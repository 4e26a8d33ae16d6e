"""The demo's chat lines; each was written for it, and is kind."""

from __future__ import annotations

from core.adapters.demo.story import HighlightKind

NAME_STARTS = (
    "pixel", "neon", "turbo", "sleepy", "cosmic", "mango", "lazy", "velvet", "salty", "mighty",
    "quiet", "spicy", "tiny", "lucky", "frosty", "retro", "waffle", "silver", "honest", "cloudy",
)  # fmt: skip
NAME_ENDS = (
    "otter", "panda", "comet", "noodle", "badger", "walrus", "pickle", "falcon", "toaster",
    "penguin", "biscuit", "gecko", "racer", "moose", "dumpling", "raven", "yeti", "koala",
)  # fmt: skip
RAIDER_STARTS = ("captain", "mellow", "granny", "disco", "doctor", "lady", "uncle", "rocket")
RAIDER_ENDS = ("marmot", "lantern", "pancake", "dolphin", "cactus", "teapot", "banjo", "walnut")

GREETINGS = (
    "hi chat", "hello everyone", "good evening from Lisbon", "hey hey", "just got here, what lap?",
    "hello from my lunch break", "first time catching this live", "evening all", "hi streamer",
    "made it before the boss sector", "greetings from a train", "morning from Osaka",
)  # fmt: skip
GAME_TALK = (
    "that line through the palms is so smooth", "which sector is this", "the orbs give 500 each",
    "stay left after the gate", "how do you not look at the sunset", "red ship is catching up",
    "what keyboard is that", "is this the no reset run", "boost earlier", "the music here though",
    "my record on this map is embarrassing", "who designed that billboard", "lap time is good",
    "the barriers are closer together this time", "take the orbs", "I would have hit that one",
    "does the boss come every race", "you should try the night sector", "chat what is the record",
    "my cat is watching this too", "drinking tea and watching ships", "how many laps left",
    "he needs the whole road for that turn", "can you adjust the camera height",
    "new headset looks comfy", "the purple one is my favourite sector", "is the hitbox the wings",
    "that gate is so pretty", "anyone else play this on a laptop", "save some boost for the end",
    "I learned this map in a weekend", "what engine are you running", "slow in, fast out",
    "hydrate please", "brb making popcorn", "back, what did I miss", "that was close to the edge",
    "so calm right now", "I trust this run", "don't say it chat", "the skyline goes so hard",
)  # fmt: skip
SMALL_REACTIONS = (
    "LUL", "nice", "KEKW", "gj", "PogChamp", "lol", "clean", "o7", "haha", "catJAM", "wow",
    "smooth", "<3", "hmm", "ez", "nice orbs", "lol same", "vibe", "catJAM catJAM",
)  # fmt: skip

REACTIONS: dict[HighlightKind, tuple[str, ...]] = {
    HighlightKind.CRASH: (
        "KEKW", "LUL", "OMEGALUL", "KEKW KEKW KEKW", "LMAO", "lol what was that", "F", "RIP",
        "LUL LUL", "hahaha", "F in chat", "KEKW the wall was RED", "RIP the no reset run",
        "hahaha oh no",
        "LMAOOO", "right into the wall LUL", "OMEGALUL he looked at the sunset", "F F F",
        "KEKW new parking technique", "lol insurance wants to talk", "ROFL", "RIP ship", "xD",
        "I looked away for one second KEKW", "KEKW wall 1 streamer 0", "lmao the webcam face",
    ),
    HighlightKind.BOSS: (
        "POG", "PogChamp", "LETS GO", "POGGERS", "LETS GOOO", "HYPE", "PogChamp PogChamp", "YES",
        "LET'S GO", "boss down POG", "LETS GOOOOO", "INSANE", "W", "one phase POGGERS", "HUGE W",
        "POG no damage taken", "WOW", "that eye never had a chance POG", "GG boss", "AMAZING",
        "Pog Pog Pog", "hype hype hype", "SHEESH", "yesss", "W streamer", "he DID it POG",
    ),
    HighlightKind.SAVE: (
        "WHAT", "WTF", "HOW???", "WHAT???", "monkaS", "no way WHAT", "???", "?!", "OMFG",
        "wait WHAT", "HOW IS THAT POSSIBLE ???", "bro WHAT", "NANI", "monkaW", "BRO",
        "my heart monkaS", "HUH",
        "WHAT WAS THAT", "WHAT A SAVE", "clap", "wtf the spin", "WutFace", "damn", "NotLikeThis",
        "double barrel roll WHAT", "?????", "SCARED ME wtf", "how did that miss ???", "HOWWW",
    ),
    HighlightKind.FINISH: (
        "GG", "GGWP", "clap clap clap", "GG GG GG", "Clap", "CONGRATS", "ggs", "GG well played",
        "o7", "BY 0.003 GG", "congratulations", "GRATZ", "GG what a race", "bravo", "EZ Clap", "WP",
        "gg champion", "Grand Champion GG", "GG everyone", "Clap Clap", "I was here GG", "wp wp",
        "GG from the crash to this", "gj gj gj", "respect o7", "GG best run of the year",
    ),
}  # fmt: skip

RAID_LINES = (
    "MARMOT RAID", "marmot raid marmot raid", "RAID TIME", "raid from the pancake stream",
    "Hello from the raid", "RAID RAID RAID", "the marmots have arrived", "raiding with love",
    "marmot raid is here", "we come in peace and pancakes",
)  # fmt: skip
BOT_NAMES = (
    "nightbot", "streamelements", "streamlabs", "moobot", "growfast_bot", "cheapviewsbot",
    "promo_star_bot", "wizebot",
)  # fmt: skip
BOT_LINES = (
    "Follow the channel to never miss a race!", "HYPE HYPE HYPE the new store is open POG",
    "Grow your channel with our totally normal service POG POG POG", "Loyalty points are doubled!",
    "LETS GO join the community server today!", "Remember to stay hydrated and to stretch!",
    "Uptime: longer than your attention span LUL", "Song now playing: Neon Horizon by nobody",
)  # fmt: skip
FLOODER = "refresh_goblin"
FLOOD_LINES = (
    "POG POG POG", "LOOK AT THIS POG", "I LOVE THIS GAME POG", "HYPE HYPE", "KEKW KEKW", "W W W W",
    "AAAAAAAA", "POGGERS LETS GO",
)  # fmt: skip
COMMANDS = ("!join", "!lap", "!join", "!song", "!join", "!pb")
