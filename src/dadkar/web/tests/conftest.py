"""The browser, for those who look for it here."""

from dadkar.web.tests.browser import chromium

__all__ = ["chromium"]
