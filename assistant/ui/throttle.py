"""Failed attempts by address → whether another one may be made now."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

# So many mistakes within the window, and the address has to wait until the oldest one has left it.
_ATTEMPTS = 5
_WINDOW_SECONDS = 60.0
# Guessing from many addresses at once, or through one proxy, is slowed down altogether.
_ATTEMPTS_OF_ALL = 50
# Addresses remembered; those that failed longest ago are forgotten first.
_ADDRESSES = 10_000
_EVERYBODY = ""


class Throttle:
    """Counts failures in memory. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def is_open(self, address: str) -> bool:
        """Whether somebody at this address may try now."""
        with self._lock:
            return self._recent(address) < _ATTEMPTS and self._recent(_EVERYBODY) < _ATTEMPTS_OF_ALL

    def failed(self, address: str) -> None:
        """Remember a failure."""
        with self._lock:
            for key in (address, _EVERYBODY):
                self._failures.setdefault(key, deque(maxlen=_ATTEMPTS_OF_ALL)).append(self._clock())
                self._failures.move_to_end(key)
            while len(self._failures) > _ADDRESSES:
                self._failures.popitem(last=False)

    def succeeded(self, address: str) -> None:
        """Forget the failures of an address."""
        with self._lock:
            self._failures.pop(address, None)

    def _recent(self, address: str) -> int:
        failures = self._failures.get(address, deque())
        while failures and failures[0] <= self._clock() - _WINDOW_SECONDS:
            failures.popleft()
        return len(failures)
