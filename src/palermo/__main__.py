"""`python -m palermo` is the command `palermo`."""

import sys

from palermo.cli.main import main

sys.exit(main())
