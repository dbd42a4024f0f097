"""The operations. All hang on one router: of two, the first would answer for an address that both have."""

from ninja import Router

router = Router()
