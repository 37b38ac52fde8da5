from assistant.ui.throttle import Throttle


class Clock:
    """A clock that is set by hand, in seconds."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_after_five_mistakes_an_address_waits_a_minute() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(5):
        assert throttle.is_open("a")
        throttle.failed("a")
    assert not throttle.is_open("a")
    assert throttle.is_open("b")
    clock.now = 59.9
    assert not throttle.is_open("a")
    clock.now = 60
    assert throttle.is_open("a")


def test_who_gets_it_right_begins_anew() -> None:
    throttle = Throttle(Clock())
    for _ in range(4):
        throttle.failed("a")
    throttle.succeeded("a")
    throttle.failed("a")
    assert throttle.is_open("a")


def test_many_addresses_together_are_slowed_down_too() -> None:
    throttle = Throttle(Clock())
    for row in range(50):
        throttle.failed(str(row))
    assert not throttle.is_open("new")


def test_what_is_remembered_does_not_grow_without_end() -> None:
    throttle = Throttle(Clock())
    for row in range(10_500):
        throttle.failed(str(row))
    assert len(throttle._failures) <= 10_000
