"""A step of the night in a process of its own: a command of gongkai that dies with the night that started it."""

import os
import signal
from threading import Thread

from crawler.cli import main


def _die_with_parent() -> None:
    # The night holds the other end of our stdin for as long as it lives, and never writes to it.
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    Thread(target=_die_with_parent, daemon=True).start()
    main()
