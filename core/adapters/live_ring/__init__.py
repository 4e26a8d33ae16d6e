"""The live ring: running streams read by streamlink, stored on disk in segments, cut by ffmpeg."""

from core.adapters.live_ring.rings import StreamRings
from core.adapters.live_ring.vods import StreamVods

__all__ = ["StreamRings", "StreamVods"]
