"""`dateline`, and `python -m service`."""

from service.commands.steps.interruption import end_when_interrupted


def main() -> None:
    """Run the command line, which takes a moment to load."""
    end_when_interrupted()
    from service.commands.cli import main as command_line

    try:
        command_line()
    finally:
        end_when_interrupted()


if __name__ == "__main__":
    main()
