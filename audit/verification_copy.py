"""The seals in the database against the copy outside it, both read in order and never held whole."""

from collections.abc import Iterator

from audit.models import Seal
from audit.seal_file import Line, SealFile, this_database
from audit.sealed_blocks import Breach


class Comparison:
    """Fed with the database's seals in their order; reads the copy beside them."""

    def __init__(self, file: SealFile) -> None:
        self.file = file
        self.first: int | None = None
        self.seen = self.compared = self.different = self.last = 0
        self._lines = file.lines()
        self._line = next(self._lines, None)
        self.first = self._line.number if self._line else None

    def at(self, seal: Seal) -> Iterator[Breach]:
        """What the copy has to say up to this seal."""
        self.seen += 1
        while self._line is not None and self._line.number < seal.number:
            yield self._not_there(self._line)
            self._following()
        if self._line is not None and self._line.number == seal.number:
            self.compared, self.last = self.compared + 1, seal.number
            if self._line.hash != seal.hash:
                self.different += 1
                text = f"Seal {seal.number} is not the one that was copied to {self.file.path} when it was made."
                yield Breach("copy differs", text, seal=seal.number)
            self._following()

    def end(self, last_seal: int) -> tuple[list[Breach], list[str], str]:
        """After the last seal: breaches, notices, and in a sentence what the copy covers."""
        if self.file.path is None:
            notice = "No copy of the seals is kept outside the database (SEALS_FILE): it could be rewritten as a whole."
            return [], [notice], ""
        if self.first is None:
            return [], [f"The copy of the seals, {self.file.path}, is empty or not there."] if last_seal else [], ""
        breaches, notices = self._beyond(last_seal)
        if 0 < self.last < last_seal:
            notices.append(f"The copy of the seals ends at seal {self.last} of {last_seal}.")
        if self.first > 1:
            notices.append(f"The copy of the seals begins at seal {self.first}.")
        return breaches, notices, self._in_a_sentence()

    def _in_a_sentence(self) -> str:
        seals = "the one seal is" if self.seen == 1 else f"all {self.seen:,} seals are"
        if (self.compared, self.different) == (self.seen, 0):
            said = f"{seals} there too, with the same hash"
        else:
            said = f"{self.compared:,} of {self.seen:,} seals are there too, "
            said += f"{self.different:,} of them with another hash" if self.different else "with the same hash"
        return f"Compared with the copy outside the database, {self.file.path}: {said}."

    def _beyond(self, last_seal: int) -> tuple[list[Breach], list[str]]:
        beyond: list[Line] = []
        while self._line is not None:
            beyond = [*beyond[:1], self._line]
            self._following()
        if not beyond:
            return [], []
        more = f"seal {beyond[-1].number}" if beyond[-1].number else "a line that cannot be read"
        text = f"The copy goes on to {more}, the database ends at seal {last_seal}"
        if last_seal and beyond[0].database and beyond[0].database != this_database():
            return [], [f"{text}. It is not the database that the copy was made from: a backup restored elsewhere?"]
        return [Breach("seals cut off", f"{text}: the newest seals were taken away.", seal=last_seal + 1)], []

    def _not_there(self, line: Line) -> Breach:
        if not line.number:
            return Breach("copy differs", f"{self.file.path} has a line that cannot be read.")
        return Breach("seal missing", f"Seal {line.number} is in the copy and not in the database.", seal=line.number)

    def _following(self) -> None:
        self._line = next(self._lines, None)
