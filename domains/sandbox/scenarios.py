"""Weather that is worth trying, ready made: what a change meets on a bad day."""

from collections.abc import Callable
from dataclasses import dataclass

from . import weather
from .models import Weather


@dataclass(frozen=True)
class Scenario:
    """One thing that goes wrong, what will be seen of it, and how it is set."""

    title: str
    sentence: str
    add: Callable[[], Weather]


SCENARIOS: dict[str, Scenario] = {
    "lost": Scenario(
        "The next create or update loses its answer",
        "It is carried out and the connection cut, so the outcome is unknown until it is looked up.",
        lambda: weather.cut(after=True, method="POST"),
    ),
    "slow": Scenario(
        "The next create or update waits 12 seconds",
        "The answer comes late, and all is well after all.",
        lambda: weather.stall(12, method="POST"),
    ),
    "busy": Scenario(
        "Twilio is busy twice",
        "Two requests are told 429, too many requests. Each is sent again by itself.",
        lambda: weather.busy(times=2),
    ),
    "never": Scenario(
        "The next create or update never arrives",
        "The connection is cut before it is carried out. It is looked up twice, and then called not applied.",
        lambda: weather.cut(method="POST"),
    ),
    "undeleted": Scenario(
        "The next deletion loses its answer",
        "The domain is deleted and the connection cut: its outcome is unknown until the domain is seen to be gone.",
        lambda: weather.cut(after=True, method="DELETE"),
    ),
    "taken": Scenario(
        "The next create is refused: name taken",
        "The name is said to exist already (21232), and nothing is made.",
        lambda: weather.refuse(21232, method="POST"),
    ),
}
