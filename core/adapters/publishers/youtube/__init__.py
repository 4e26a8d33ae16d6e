"""YouTube: clips become Shorts, by resumable upload."""

from core.adapters.publishers.youtube.publisher import YouTubePublisher

__all__ = ["YouTubePublisher"]
