"""The live ring: running streams read by streamlink, kept on disk in segments, cut by ffmpeg."""

from core.adapters.live_ring.rings import StreamRings

__all__ = ["StreamRings"]
