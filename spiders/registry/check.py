"""Reads the fields of a registry file; a fault names the file, the key and what belongs there."""

from collections.abc import Iterator, Mapping

from archive.errors import RegistryError


class Fields:
    """One table of a portal file. Every key must be asked for: `done` refuses what nobody knows."""

    def __init__(self, place: str, data: Mapping[str, object]) -> None:
        self.place, self._left = place, dict(data)

    def fault(self, key: str, what: str) -> RegistryError:
        return RegistryError(f"{self.place}: {key}: {what} (docs/portals.md)")

    def text(self, key: str, *, optional: bool = False) -> str:
        """A text; empty where it is optional and absent."""
        if optional and key not in self._left:
            return ""
        value = self._left.pop(key, None)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(key, "a text is expected here")
        return value

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        value = self._left.pop(key, [] if optional else None)
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise self.fault(key, "a list of texts is expected here")
        return tuple(value)

    def choice(self, key: str, words: tuple[str, ...], default: str = "") -> str:
        """One of the given words."""
        value = self._left.pop(key, default)
        if value not in words:
            raise self.fault(key, f"{value!r} is none of {', '.join(words)}")
        return str(value)

    def tables(self, key: str) -> Iterator["Fields"]:
        """The tables of an array of tables, in order; none where it is absent."""
        value = self._left.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.fault(key, f"tables are expected here, each under [[{key}]]")
        for number, table in enumerate(value, start=1):
            yield Fields(f"{self.place}: {key} {number}", table)

    def done(self) -> None:
        """Refuses keys that nobody asked for: a misspelt key must not be a silent hole."""
        if self._left:
            raise self.fault(next(iter(self._left)), "no such key")
