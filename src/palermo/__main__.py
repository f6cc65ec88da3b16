"""`python -m palermo` is the command `palermo`."""

import sys

from palermo.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
