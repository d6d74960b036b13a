"""The product's settings, with two trivial views beside its pages to measure them by."""

from sipadmin.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
