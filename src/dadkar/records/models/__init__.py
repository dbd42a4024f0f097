from .attachment import Attachment
from .event import Event, EventBody
from .feed import Feed
from .letter import Letter, LetterCounter
from .notice import Notice

__all__ = ["Attachment", "Event", "EventBody", "Feed", "Letter", "LetterCounter", "Notice"]
