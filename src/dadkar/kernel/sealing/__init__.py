"""Sealing: what people write is opened only for who may see it, by this server and its keyring.

Nouns: Keyring, envelope, SealedKey (an owner's key for a purpose), Sealed (a value not yet opened),
receipt (a code to come back with), Attempt, search token. Verbs: seal, open, open_all, create, erase,
rewrap, retire. It knows owners by uuid and no noun of the field. A dump without the keyring opens nothing.
This module imports nothing, so that the keyring can be made before Django is set up.
"""
