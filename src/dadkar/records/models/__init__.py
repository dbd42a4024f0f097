from .attachment import Attachment
from .event import Event, EventBody
from .letter import Letter, LetterCounter

__all__ = ["Attachment", "Event", "EventBody", "Letter", "LetterCounter"]
