"""TikTok: clips become posts, or drafts in the creator's inbox."""

from core.adapters.publishers.tiktok.publisher import TikTokPublisher

__all__ = ["TikTokPublisher"]
