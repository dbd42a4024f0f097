"""Dadkar's own settings, with one address in front: the search page of the peer."""

from dadkar.settings import *  # noqa: F403

ROOT_URLCONF = "bench.clear.urls"
