"""`selfhelp` as it is, or with a planted mistake: python -m drills.serve MISTAKE serve --port 8001."""

import sys

from drills.planted import BUGS
from selfhelp.cli import main

if __name__ == "__main__":
    mistake, *arguments = sys.argv[1:]
    if mistake:
        BUGS[mistake]()
    main(arguments, prog_name="selfhelp")
