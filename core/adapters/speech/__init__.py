"""Speech to text on this machine, by faster-whisper and models that packages contain."""

from core.adapters.speech.listener import open_listener

__all__ = ["open_listener"]
