"""What the sandbox remembers: resources, what is still to be done, and its weather."""

from .late import LateWrite, LateWriteQuerySet
from .resources import Resource, ResourceQuerySet
from .weather import Weather, WeatherQuerySet

__all__ = ["LateWrite", "LateWriteQuerySet", "Resource", "ResourceQuerySet", "Weather", "WeatherQuerySet"]
