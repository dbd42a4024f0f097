from .county import County
from .membership import Membership, Role, RoleClass
from .organisation import Closure, Organisation, Workplace
from .principal import Principal
from .session import Session
from .sign_in_count import SignInCount
from .user import User

__all__ = [
    "Closure",
    "County",
    "Membership",
    "Organisation",
    "Principal",
    "Role",
    "RoleClass",
    "Session",
    "SignInCount",
    "User",
    "Workplace",
]
