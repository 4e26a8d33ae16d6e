"""Review: what people see of clips, change in them and decide on them."""

from __future__ import annotations

from core.app.chat import Chat
from core.app.clips import Clips
from core.app.outside import Limits, Ports
from core.app.people import People
from core.app.publishing import Publishing
from core.app.videos import Videos
from core.services.review.caption_correction import CaptionCorrection
from core.services.review.clip_browsing import ClipBrowsing
from core.services.review.clip_covers import ClipCovers
from core.services.review.clip_editing import ClipEditing
from core.services.review.clip_review import ClipReview
from core.services.review.clip_workbench import ClipWorkbench
from core.services.review.decisions import Decisions
from core.services.review.early_reactions import EarlyReactions
from core.services.review.reactions import Reactions
from core.services.review.votes import Votes


class Review:
    """The services for review."""

    def __init__(
        self,
        ports: Ports,
        limits: Limits,
        *,
        chat: Chat,
        videos: Videos,
        clips: Clips,
        people: People,
        publishing: Publishing,
    ) -> None:
        clock, stores = ports.clock, ports.stores
        self.clips = ClipReview(
            clock=clock,
            clips=stores.clips,
            publications=stores.publications,
            publication_creation=publishing.creation,
            channel_learning=chat.learning,
        )
        self.browsing = ClipBrowsing(clips=stores.clips, publications=stores.publications)
        self.editing = ClipEditing(
            clock=clock,
            ids=ports.ids,
            clips=stores.clips,
            assets=stores.assets,
            publications=stores.publications,
            channel_learning=chat.learning,
        )
        self.words = CaptionCorrection(
            clips=stores.clips,
            assets=stores.assets,
            transcripts=stores.transcripts,
            clip_captions=clips.captions,
            clip_editing=self.editing,
            framing=clips.framing,
        )
        self.workbench = ClipWorkbench(
            clips=stores.clips,
            assets=stores.assets,
            streams=stores.streams,
            histograms=stores.histograms,
            storage=ports.storage,
            signals=videos.signals,
            captions=clips.captions,
        )
        self.covers = ClipCovers(
            clock=clock,
            clips=stores.clips,
            storage=ports.storage,
            renderer=ports.clips.renderer,
            scratch=limits.scratch,
        )
        self.votes = Votes(
            clips=stores.clips,
            cards=stores.cards,
            ballots=stores.ballots,
            jobs=stores.jobs,
            card_jobs=clips.card_jobs,
        )
        self.decisions = Decisions(
            cards=stores.cards,
            clips=stores.clips,
            membership=people.membership,
            clip_review=self.clips,
            clip_editing=self.editing,
            scheduling=publishing.scheduling,
            publications=stores.publications,
            votes=self.votes,
        )
        self.early = EarlyReactions(gate=publishing.gate)
        self.reactions = Reactions(
            clock=clock,
            clips=stores.clips,
            cards=stores.cards,
            membership=people.membership,
            decisions=self.decisions,
            votes=self.votes,
            early=self.early,
        )
