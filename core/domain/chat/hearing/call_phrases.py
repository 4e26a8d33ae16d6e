# ruff: noqa: RUF001, E501, ISC004, SIM905 - people ask in their own alphabets, as tables
"""Call phrases: how viewers ask for a clip in words, in the commonest languages of chat."""

from __future__ import annotations

import re
from typing import Final

from core.domain.chat.hearing.signs import strip_invisible

PHRASE_CHARACTERS: Final = 60
_STEM: Final = re.compile(r"[ck]li?p|клип|クリップ|切り抜|클립|切片|剪|快切|كليب|क्लिप")
_MENTION: Final = re.compile(r"(?:^|\s)@\w+[,:]?(?=\s|$)")
_NOT_LETTERS: Final = re.compile(r"[^\w\s'’\u0900-\u097f]|_")
_FILLERS: Final = frozenset(
    """
    please pls plz plss plsss now quick quickly asap guys chat mods mod bro bruh dude man omg lol lmao
    lmfao wtf haha hahaha xd pog lul kekw ffs yo hey oh ok lets someone somebody anyone anybody some1
    any1 can could would should will u you gotta need needs must to alguien alguém alguem porfa porfavor
    por favor que pf pfv pfvr gente jemand bitte mal wer kann könnte qualcuno favore per quelqu'un
    quelqu’un svp stp quelqun peut пожалуйста плиз плз кто нибудь ктонибудь кто-то biri birisi lütfen
    ktoś niech proszę dong tolong koi yaar bhai
    """.split()
)
_PHRASES: Final = re.compile(
    "|".join(
        (
            r"(?:just |did |do |go |hit |make |take |get |a |the )*(?:clip )+"
            r"(?:(?:it|that|this|dat|dis|him|her|them|the)(?: [a-z]{1,12}){0,2} )?"
            r"(?:up |for (?:me|us) |it |that |this )*",
            r"(?:that|this|it)(?: be|s| is|'s|’s)* (?:a )?clip(?:ped)? ",
            r"(?:haz|hagan|hace|hacer|haga|hagan?le|saquen?|saca)(?: un| el)? clip (?:de (?:eso|esto) )?",
            r"clip(?:e|ea|ee|een|en|eá|éa|eeen)?(?:lo|la|me)?(?: a)?(?: (?:eso|esto|esa|ya))? ",
            r"(?:faz|faça|façam|fazer)(?: um| o)? clipe? |clip(?:a|e|em|ar|ou)(?: (?:isso|essa?|isto|a[ií]|"
            r"a[ií] isso|essa? porra))? ",
            r"(?:das |es )?clip(?:p|pe|pt|t|pen|en)?(?: (?:das|es|den|die))? |mach[te]?(?: (?:nen|einen|n|"
            r"ein))? clip (?:davon )?|das clip(?:pen|en) ",
            r"(?:faut |il faut )?clip(?:p?e|p?ez|p?er)?(?: (?:ça|ca|le|la|moi ça|moi ca|cela))? "
            r"|(?:fais|faites|fait)(?: un| le)? clip ",
            r"(?:(?:с?делай(?:те)?|сделай(?:те)?|дайте|нужен|надо) )?(?:за)?клип(?:ни(?:те)?|ани(?:те)?|"
            r"ай(?:те)?|уй(?:те)?|ь(?:те)?|нуть|ануть)?(?: (?:это|этот момент|момент))? ",
            r"clipp(?:a|ate|i|are)(?:lo|la|tela|telo)?(?: (?:questo|questa|sta cosa))? "
            r"|(?:fate|fai|fa)(?: una| la| un)? clip ",
            r"(?:誰か|だれか|今の|これ|ここ)*(?:クリップ|切り抜[いき])(?:を)?(?:して|お願い(?:します)?|作って|頼む|"
            r"よろしく|はよ|くれ|とって|撮って|て|てくれ|しろ|してくれ|ください|してください|お願)?(?:誰か)? ",
            r"(?:누가 |누군가 |이거 |방금 |저거 )*클립 ?(?:좀 ?)?(?:따|따줘|따주세요|따라|해줘|해주세요|만들어줘|ㄱ|ㄱㄱ|"
            r"각|부탁|부탁해요|떠줘|줘)? ",
            r"(?:快|求|谁|誰|有人|来个|來個|赶紧|麻烦|把这个|把這個|这个|這個)*(?:剪|切片|剪辑|剪輯|切|clip)(?:一下|下来|下來|"
            r"起来|起來|个|個|吧|啊|吗|嗎|了)* ",
            r"klip(?: (?:al|alın|alsana|alsın|at|atın|lütfen))? |klip(?:le|leyin|lesin|lesene|lenmeli) ",
            r"(?:zróbcie|zrób|zrobi|zrobcie)(?: to)? [ck]lipa? |(?:to )?(?:z?[ck]lip(?:nij|nijcie|ujcie|nie|uje|uj|"
            r"ować))(?: to)? ",
            r"(?:سوو|سوي|خذوا|اعملوا|احد يسوي|حد يعمل|ابغى)? ?كليب ",
            r"(?:इसे |इसका )?क्लिप (?:करो|कर दो|बनाओ|बना दो|कर)? ?|(?:iska )?clip (?:karo|kar do|bana do|bana) ",
            r"(?:di ?)?[ck]lip(?:in|kan)? (?:ini |itu |deh |ya )?",
        )
    )
)


def asks_for_clip(text: str) -> bool:
    """Return whether a line asks for a clip in words, and does nothing else."""
    if len(text) > PHRASE_CHARACTERS or _STEM.search(text.lower()) is None:
        return False
    bare = _NOT_LETTERS.sub(" ", strip_mentions(text).lower())
    words = [word for word in bare.split() if word not in _FILLERS]
    return bool(words) and _PHRASES.fullmatch(" ".join(words) + " ") is not None


def strip_mentions(text: str) -> str:
    """Return a line without the people it is addressed to, nor what cannot be seen."""
    return _MENTION.sub(" ", strip_invisible(text)).strip()
