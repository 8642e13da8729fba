"""`python -m service` is `dateline`."""

from service.commands.cli import main

main()
