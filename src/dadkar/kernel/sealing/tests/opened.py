"""What the tests of keys look at."""

from dadkar.kernel.sealing import keys


def secrets(owners):
    return {name: key.secret for name, key in keys.open_keys(owners, "content").items()}
