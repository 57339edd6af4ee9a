"""Errors a person can act on: which file or URL, what is wrong, what to do; and the exit code of each class."""

import errno
from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of `gongkai`, one per outcome class (docs/cli.md#exit-codes)."""

    OK = 0
    FAILED = 1
    USAGE = 2
    BAD_INPUT = 3
    TOO_LARGE = 4
    REGISTRY = 5
    ARCHIVE_BUSY = 6
    ARCHIVE_NEWER = 7
    DISK_FULL = 8
    DAMAGED = 9
    INCOMPLETE = 10
    ALARM = 11


class GongkaiError(Exception):
    """An error whose text is one clear line for the person at the terminal."""

    exit_code = Exit.FAILED


class UsageError(GongkaiError):
    """The command's words cannot be carried out: an unknown portal, a missing contact."""

    exit_code = Exit.USAGE


class BadInputError(GongkaiError):
    """A file that cannot be read as anything: empty, a directory, binary rubbish."""

    exit_code = Exit.BAD_INPUT


class TooLargeError(BadInputError):
    """A file or body over the size limit."""

    exit_code = Exit.TOO_LARGE


class RegistryError(GongkaiError):
    """A portal file that does not follow docs/portals.md."""

    exit_code = Exit.REGISTRY


class ArchiveBusyError(GongkaiError):
    """Another process holds the lock this command needs."""

    exit_code = Exit.ARCHIVE_BUSY


class ArchiveNewerError(GongkaiError):
    """The archive was written by a newer gongkai; this one must not touch it."""

    exit_code = Exit.ARCHIVE_NEWER


class DiskFullError(GongkaiError):
    """No space left; nothing acknowledged was lost."""

    exit_code = Exit.DISK_FULL


class DamagedError(GongkaiError):
    """Stored bytes do not match their digest, or a table does not match another."""

    exit_code = Exit.DAMAGED


class OlderLedgerError(DamagedError):
    """The ledger is not the one the WARC files belong to: it came from a backup, or files were put beside it."""


def no_room(error: OSError) -> bool:
    """Whether the system refuses to write for want of space: a full disk, a quota, a limit on the size of files."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def disk_full(place: object) -> DiskFullError:
    """The error of a file that has no room to grow."""
    return DiskFullError(f"{place}: the disk is full; free some space and run the command again; nothing is lost")
