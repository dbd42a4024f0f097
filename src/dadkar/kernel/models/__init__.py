"""The tables of the kernel, one file each."""

from dadkar.kernel.models.attempt import Attempt as Attempt
from dadkar.kernel.models.attempt import AttemptKey as AttemptKey
from dadkar.kernel.models.clock_event import ClockEvent as ClockEvent
from dadkar.kernel.models.holiday import Holiday as Holiday
from dadkar.kernel.models.press import Press as Press
from dadkar.kernel.models.sealed_key import SealedKey as SealedKey
from dadkar.kernel.models.working_time import WorkingTime as WorkingTime
