from .repeat import Repeat
from .token import Scope, Token
from .webhook import Delivery, Heard, Webhook

__all__ = ["Delivery", "Heard", "Repeat", "Scope", "Token", "Webhook"]
