"""`python -m dadkar`."""

import sys

from dadkar.cli import main

sys.exit(main())
