"""Lays the ground before any test is read; the workers of pytest-xdist inherit it with the environment."""

import os

import django
from tools import ground

if "PYTEST_XDIST_WORKER" not in os.environ:
    ground.lay()
django.setup()  # before the rooms' own conftests import their models
