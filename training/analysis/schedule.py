"""The weekly calendar: earliest feasible start of every chosen candidate.

All weeks live in one integer, `LANE` bits each, so that one subtraction compares or books every
week at once: the search asks for thousands of calendars a second. A lane holds the room left in
that week; its top bit is free for the answer of a comparison.
"""

from copy import copy

from training.analysis.problem import HIGH, LANE, Problem, members


class Calendar:
    """Candidates of one set, each with its start week.

    A prerequisite is finished before, a closing exercise comes after everything else of its soft
    skill, weekly hours hold for sessions in the person's own time, there is at most one session in
    working time a week, all of them within the pool, and none while the person is away. Placing is
    earliest-feasible, a heuristic: None from `extend` is no proof that no calendar exists.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.start: dict[int, int] = {}
        self.chosen = 0
        self._own = problem.present * problem.room
        self._released = problem.present  # one session in working time a week
        self._pool = problem.released_room

    def extend(self, new: int) -> "Calendar | None":
        """A calendar with the set `new` added, each as early as it can, and nothing else moved."""
        extended = copy(self)
        extended.start = dict(self.start)
        return extended if extended.add(new) else None

    def add(self, new: int) -> bool:
        """Place all of `new` here; False (and a half-filled calendar) where it does not fit.

        The order is that of `problem.rank`, where nothing waits for something later.
        """
        problem = self._problem
        if any(problem.after[i] & new for i in members(self.chosen & problem.closing)):
            return False  # a closing exercise already placed would come too early
        together = self.chosen | new
        waiting = sorted(members(new), key=problem.rank.__getitem__)
        while waiting:
            left = []
            for i in waiting:
                if problem.after[i] & together & ~self.chosen:
                    left.append(i)
                elif not self._put(i):
                    return False
            if len(left) == len(waiting):
                return False  # closing exercises and prerequisites wait for each other
            waiting = left
        return True

    def _put(self, i: int) -> bool:
        """Place candidate `i` as early as possible; False where nothing is free."""
        problem = self._problem
        released = problem.released >> i & 1
        room, need = (self._released, 1) if released else (self._own, problem.time[i])
        free = (room | problem.lanes * HIGH) - problem.lanes * need
        possible = problem.starts[i] & free
        for shift in problem.shifts[i]:
            possible &= free >> shift
        earliest = self._end_of(problem.after[i] & self.chosen) * LANE
        possible = possible >> earliest << earliest
        if not possible or (released and problem.total[i] > self._pool):
            return False
        start = (possible & -possible).bit_length() // LANE - 1
        self._book(i, start, problem.rhythm[i] * need << start * LANE)
        return True

    def _end_of(self, before: int) -> int:
        """First week after all of `before`."""
        return max((self.start[i] + self._problem.length[i] for i in members(before)), default=0)

    def _book(self, i: int, start: int, taken: int) -> None:
        self.start[i] = start
        self.chosen |= 1 << i
        if self._problem.released >> i & 1:
            self._released -= taken
            self._pool -= self._problem.total[i]
        else:
            self._own -= taken
