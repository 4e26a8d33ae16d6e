"""Metrics: how posts perform, read from each platform."""

from core.adapters.metrics.tiktok import TikTokMetrics
from core.adapters.metrics.twitch import TwitchMetrics
from core.adapters.metrics.youtube import YouTubeMetrics

__all__ = ["TikTokMetrics", "TwitchMetrics", "YouTubeMetrics"]
