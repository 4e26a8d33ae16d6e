"""Transcribing: how a model is asked, and what of its answer is believed.

The same sound gives the same words: nothing is sampled, and nothing carries over from what was
heard before.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from core.adapters.speech.samples import SAMPLE_RATE
from core.adapters.speech.short_sound import EndingModel, encode_short
from core.domain.videos.spoken_word import Word

if TYPE_CHECKING:
    from core.adapters.speech.samples import Samples

# A text that packs this well is a loop: a model repeats itself where it understands nothing. Where
# people say the same over and over, about as many words are heard in short pieces of it.
COMPRESSION_MAX: Final = 2.4
# A loop has this many times the words that are heard in short pieces of the same sound.
LOOP_MIN: Final = 1.5
PIECE_SECONDS: Final = 10.0
# A piece in this much sound is heard again: the one with the most words for its voice. Those of a
# loop are too many for whoever speaks, or lie where nobody does.
SUSPECT_SECONDS: Final = 60.0
# Both at once mean that nobody spoke (Whisper's own rule).
NO_SPEECH_MIN: Final = 0.6
LOGPROB_MIN: Final = -1.0
# A first word that begins later than this after the voice follows something nobody understood.
LATE_SECONDS_MAX: Final = 0.35
# How sure a model is of its words on average: 0.66 to 0.95 in its own language, also in game
# noise, and 0.22 to 0.57 where somebody speaks another one.
CERTAINTY_MIN: Final = 0.6
# By then a model has heard a window, which tells whether it understands.
DOUBT_SECONDS: Final = 25.0
# How far a mean of few words may be off: two standard errors.
ERRORS_SURE: Final = 2.0
# How sure a model is of the language: 0.8 to 0.9 for a single word of English. Below, none stands
# out from the others, as in a second of speech.
DETECTED_MIN: Final = 0.4
# A word of English alone may sound Japanese, .51 against .25; in somebody's own language, English
# gets next to nothing.
DETECTED_TIMES_MIN: Final = 3.0
_GLUED: Final = frozenset({"zh", "ja", "th", "lo", "my", "yue", "km", "bo"})
"""Languages written without spaces: a piece without a space before it is a word of its own."""

OPTIONS: Final[dict[str, Any]] = {
    "beam_size": 1,
    "temperature": 0.0,
    "vad_filter": True,
    "word_timestamps": True,
    "condition_on_previous_text": False,
    # Long enough for what people chant, short enough for a loop.
    "no_repeat_ngram_size": 10,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What a model heard: its words, the language, and how sure it is of them (0 to 1).

    `is_sure` says that this is no luck with few words, `is_whole` that nothing was left unheard.
    """

    words: tuple[Word, ...]
    language: str
    certainty: float
    is_sure: bool
    is_whole: bool = True


class _Piece(NamedTuple):
    """A piece of text as a model gives it, which may be less than a word."""

    word: str
    start: float
    end: float
    probability: float


class SoundPiece(NamedTuple):
    """A piece of sound from one sample to another, and how many of them hold a voice."""

    first: int
    after: int
    voiced: int


class Transcriber:
    """One hearing of samples by a model, in one language or, for None, the one that it detects."""

    def __init__(
        self,
        model: Any,
        samples: Samples,
        *,
        language: str | None,
        find_pieces: Callable[[Samples], Sequence[SoundPiece]],
        is_called_off: threading.Event,
        until_seconds: float = math.inf,
        ends_in_doubt: bool = False,
    ) -> None:
        self._model = model
        self._samples = samples
        self._language = language
        self._find_pieces = find_pieces
        self._is_called_off = is_called_off
        self._until = until_seconds
        self._ends_in_doubt = ends_in_doubt
        self._is_whole = True

    def transcribe(self) -> Transcript:
        """Return the words with times from the samples' start; stops early when called off.

        Of a stretch whose text packs too well, only what is heard in short pieces too is kept.
        """
        kept: list[_Piece] = []
        for packs_too_well, segments in groupby(self._hear_on(), key=_packs_too_well):
            pieces = [piece for one in segments for piece in _list_pieces(one, 0.0)]
            kept += self._check(pieces) if packs_too_well and pieces else pieces
        spoken = self._language or ""
        probabilities = [piece.probability for piece in kept]
        return Transcript(
            words=tuple(join_pieces(sorted(kept, key=lambda piece: piece.start), spoken)),
            language=spoken,
            certainty=sum(probabilities) / max(1, len(kept)),
            is_sure=is_sure(probabilities),
            is_whole=self._is_whole,
        )

    def _hear_on(self) -> Iterator[Any]:
        """Yield the segments; where doubt ends it, only those of the first window.

        A window costs the same for a second of sound, so none is begun where all is heard that
        was wanted.
        """
        heard: list[float] = []
        ending = EndingModel(self._model, until_seconds=self._until)
        for segment in ending.end(self._hear(ending.model, self._samples)):
            if self._ends_in_doubt and segment.start > DOUBT_SECONDS and not is_sure(heard):
                self._is_whole = False
                return
            heard += [piece.probability for piece in _list_pieces(segment, 0.0)]
            yield segment

    def _hear(self, model: Any, samples: Samples) -> Iterator[Any]:
        segments, info = model.transcribe(samples, language=self._language, **OPTIONS)
        self._language = str(self._language or info.language)
        for segment in segments:
            if self._is_called_off.is_set():
                return
            yield segment

    def _check(self, pieces: list[_Piece]) -> list[_Piece]:
        """Return the pieces if about as many are heard in short stretches, else those.

        It is heard again for as long as that is open, the most suspect first.
        """
        first = round(pieces[0].start * SAMPLE_RATE)
        part = self._samples[first : round(pieces[-1].end * SAMPLE_RATE)]
        cut = self._find_pieces(part)
        counts = {one: _count_in(pieces, one, first) for one in cut}
        suspect = sorted(cut, key=lambda one: -counts[one] / (one.voiced + SAMPLE_RATE))
        enough = 1 + int(len(part) / SAMPLE_RATE / SUSPECT_SECONDS)
        again: list[_Piece] = []
        believed = 0
        for number, one in enumerate(suspect, start=1):
            heard = list(self._hear_again(part, one, first))
            again += heard
            believed += 0 < counts[one] < len(heard) * LOOP_MIN
            if number == believed == enough or len(again) * LOOP_MIN > len(pieces):
                return pieces
        return again

    def _hear_again(self, part: Samples, piece: SoundPiece, first: int) -> Iterator[_Piece]:
        at = (first + piece.first) / SAMPLE_RATE
        for segment in self._hear(encode_short(self._model), part[piece.first : piece.after]):
            if not _packs_too_well(segment):
                yield from _list_pieces(segment, at)


def _count_in(pieces: Sequence[_Piece], sound: SoundPiece, first: int) -> int:
    """Return how many begin in a piece of the sound that begins with this sample."""
    begins = (piece.start * SAMPLE_RATE - first for piece in pieces)
    return sum(sound.first <= at < sound.after for at in begins)


def _list_pieces(segment: Any, at: float) -> list[_Piece]:
    """Return the pieces of a segment; none of one in which nobody spoke."""
    if segment.no_speech_prob > NO_SPEECH_MIN and segment.avg_logprob < LOGPROB_MIN:
        return []
    return [
        _Piece(word.word, at + float(word.start), at + float(word.end), float(word.probability))
        for word in segment.words or ()
    ]


def _packs_too_well(segment: Any) -> bool:
    return bool(segment.compression_ratio > COMPRESSION_MAX)


def is_sure(probabilities: Sequence[float]) -> bool:
    """Return whether words are known well enough, also if these few were the lucky ones."""
    count = len(probabilities)
    if count < 2:
        return False
    mean = sum(probabilities) / count
    variance = sum((one - mean) ** 2 for one in probabilities) / (count - 1)
    return mean - ERRORS_SURE * math.sqrt(variance / count) >= CERTAINTY_MIN


def name_language(
    detected: str, probability: float, otherwise: str, *, otherwise_probability: float = 0.0
) -> str:
    """Return the language that a model detected, if it is sure and far from the other one."""
    is_sure = probability >= DETECTED_MIN
    is_far = probability >= DETECTED_TIMES_MIN * otherwise_probability
    return detected if is_sure and is_far else otherwise


def cut_pieces(speech: Sequence[tuple[int, int]], *, samples: int) -> list[SoundPiece]:
    """Return pieces of at most `PIECE_SECONDS`, cut in the pauses of the speech where there are."""
    longest = round(PIECE_SECONDS * SAMPLE_RATE)
    pauses = [(one[1] + other[0]) // 2 for one, other in pairwise(speech)]
    edges = [0]
    while samples - edges[-1] > longest:
        last = edges[-1] + longest
        edges.append(max((at for at in pauses if edges[-1] < at <= last), default=last))
    return [
        SoundPiece(first, after, sum(max(0, min(b, after) - max(a, first)) for a, b in speech))
        for first, after in pairwise([*edges, samples])
    ]


def join_pieces(pieces: Iterable[_Piece], language: str) -> Iterator[Word]:
    """Yield the words of a model's pieces: what follows without a space belongs to one word."""
    groups: list[list[_Piece]] = []
    for piece in pieces:
        is_new = piece.word.startswith(" ") or language in _GLUED
        if is_new or not groups:
            groups.append([piece])
        else:
            groups[-1].append(piece)
    for group, following in pairwise([*groups, None]):
        yield from _make_word(group or (), following)


def _make_word(group: Sequence[_Piece], following: Sequence[_Piece] | None) -> Iterator[Word]:
    text = "".join(piece.word for piece in group).strip()
    start, end = group[0].start, group[-1].end
    if following:
        end = min(end, following[0].start)
    if text and all(map(math.isfinite, (start, end))):
        yield Word(text=text, start_seconds=start, end_seconds=max(start, end))


def snap_to_speech(words: Sequence[Word], speech: Sequence[tuple[float, float]]) -> Iterator[Word]:
    """Yield the words, the first of each phrase beginning where somebody begins to speak.

    A model counts silence into the ends of a phrase, or begins its first word too late.
    """
    free = 0.0
    for word in words:
        heard = [
            (max(start, word.start_seconds), min(end, word.end_seconds), start)
            for start, end in speech
            if end > word.start_seconds and start < word.end_seconds
        ]
        if not heard:
            free = word.end_seconds
            yield word
            continue
        start, end, onset = max(heard, key=lambda one: one[1] - one[0])
        if free <= onset and start - onset <= LATE_SECONDS_MAX:
            start = onset
        free = end
        yield replace(word, start_seconds=start, end_seconds=end)
