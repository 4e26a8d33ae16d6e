# ruff: noqa: RUF001, E501 - reactions are written in many alphabets, and as tables
"""Reaction words: which reaction a token of chat stands for, by a modest list and some patterns.

The list holds general chat vocabulary (Twitch's own emotes, the emotes of its extensions, and a few
words in several languages); it was not chosen by looking at labelled moments.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from core.domain.chat.reaction import Reaction

_WORDS: Final[dict[Reaction, str]] = {
    Reaction.LAUGHTER: """
        lol lul lulw omegalul kekw kek kekwait icant kekl kekleo lmao lmfao rofl roflmao xd xdd
        pepelaugh pepelmao 4head elegiggle lule lulwut lolw haha hehe hihi jaja jeje rsrs mdr ptdr
        omegadance kappa keepo kappapride kappaross trihard forsenlol keksad jajaja
        jebaited temmie ijbol bahaha xdding aintnoway omegaroll klappa pepega
        草 笑 哈 呵 ワロタ ㅋ ㅎ 233 2333 555 5555 ahah ahaha аха хаха ахах лол ору кек
    """,
    Reaction.HYPE: """
        pog pogu pogchamp poggers poggies pogslide pogey pogbones pagman pagchomp
        pausechamp peepopog hype hypers hypee gachihyper gachibass hyperpog kreygasm letsgo lesgo
        lfg yes yess yeah yea yay lets go! wow wooo woo woah whoa omg insane sick nasty clean nutty
        godlike goat goated beast cracked w ww www dub huge massive amazing incredible awesome epic
        swiftrage smorc blessrng pogshake catjam pepejam vibe ratjam peepoclap ezy ez ezclap ezz
        rampage ultrakill pentakill quadrakill penta quadra ace headshot clutch clutched outplayed
        wicked goooal goal gol golazo vamos bora nice niceee vac sheesh holy 666 6666 牛
        777 7777 强 帅 神 すごい ｷﾀ きた キタ 대박 vai ура изи найс куул топ
    """,
    Reaction.SHOCK: """
        wtf omfg wut what wat huh monkas monkaw monkagiga monkaomega monkaeyes notlikethis wutface
        babyrage d: dansgame cmonbruh weirdchamp jesus christ wth damn dayum ayo ayoo bruh bro what?
        wideeyes surprisedpikachu scared scary gasp oh ohh ohno nani ? ?! !? ?? shocked susge
        modcheck hmm hmmm monkahmm weird wtff holyshit oof yikes wait waitwhat lookup
        卧槽 ええ えっ 헐 что чего кто блять пиздец
    """,
    Reaction.SADNESS: """
        sadge feelsbadman pepehands biblethump rip f ff sad widepeeposad peeposad feelsrainman crying
        cry aww unlucky pain painge pensive despair deadge ripbozo smoge sadcat feelswow no
        nt residentsleeper failfish throw thrown throwing tragic gone dead ded loss
        feelsstrongman aware depresso copium 哭 つらい ㅠ ㅜ нет грустно жаль
    """,
    Reaction.APPLAUSE: """
        clap claps clapclap gg ggwp ggs wp gj seemsgood bravo respect salute o7 peeposalute feelsgoodman
        feelsamazingman twitchunity grats gratz congrats congratulations welldone
        <3 vohiyo bleedpurple goodgame props hats 888 8888 おめでとう 恭喜 拍手 браво гг
    """,
}
_RUNS: Final = re.compile(r"(.)\1+", re.DOTALL)
_LAUGHTER: Final = re.compile(
    r"(?:[abe]*(?:h[aeiou]+){2,}h?|a*(?:j[aeiou]){2,}j?|[аех]*(?:х[аеио]){2,}х?|(?:xd)+|a?(?:xa){2,}"
    r"|(?:rs){2,}|(?:ks){2,}|(?:hue){2,}|k{4,}|2+3{2,}|5{3,}|w{4,}|ｗ+|a?(?:w[ok]k?){2,}|(?:wk){2,}w?"
    r"|(?:asd|sdf|sj){2,}\w?|α?(?:χα){2,}|ه{3,}|ח{3,}|ฮ่า.*|[가-힣]*[ㅋㅎ]{2,}|[呵嘿哈嘻]{2,}|笑+"
    r"|.*(?<=[\u3040-\u30ff\u4e00-\u9fff])[wｗ]{2,}|草+)"
)
_EDGES: Final = "\"'.,;:~()[]{}*-_…，。！!?？"
TOKENS_KEPT: Final = 8192


def collapse(token: str) -> str:
    """Return a token in which no letter follows itself."""
    return _RUNS.sub(r"\1", token)


_BY_TOKEN: Final[dict[str, Reaction]] = {
    collapse(word.lower()): reaction
    for reaction, words in reversed(_WORDS.items())
    for word in words.split()
}

_EMOJI: Final[dict[Reaction, str]] = {
    Reaction.LAUGHTER: "😂🤣😆😹😄😁💀",
    Reaction.HYPE: "🔥🎉🥳💪🚀🏆⚡🤩😍🎊",
    Reaction.SHOCK: "😱😮😲🤯😳👀🙀😨😧",
    Reaction.SADNESS: "😭😢💔😞😔😿🥲😥",
    Reaction.APPLAUSE: "👏🙌👍❤🫡💯🤝💜💖",
}
_BY_EMOJI: Final = {one: reaction for reaction, row in _EMOJI.items() for one in row}


@lru_cache(maxsize=TOKENS_KEPT)
def find_reaction(token: str) -> Reaction | None:
    """Return the reaction a single token stands for; None if it is not in the list."""
    lowered = token.lower()
    if _LAUGHTER.fullmatch(lowered):
        return Reaction.LAUGHTER
    collapsed = collapse(lowered)
    found = _BY_TOKEN.get(collapsed) or _BY_TOKEN.get(collapsed.strip(_EDGES))
    if found or collapsed.isascii():
        return found
    return next(filter(None, map(_BY_EMOJI.get, collapsed)), None)
