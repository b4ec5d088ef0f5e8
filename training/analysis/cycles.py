"""Cycles among prerequisites: Tarjan's strongly connected components (1972), iterative."""

from collections.abc import Sequence


def members_of_cycles(needs: Sequence[Sequence[int]]) -> set[int]:
    """Nodes that need themselves, directly or through others. O(nodes + edges).

    `needs[j]` are the positions that j points at.
    """
    return {node for circle in circles(needs) for node in circle}


def circles(needs: Sequence[Sequence[int]]) -> list[list[int]]:
    """Groups of nodes that all need each other, or one that needs itself. O(nodes + edges)."""
    return [
        sorted(group)
        for group in components(needs)
        if len(group) > 1 or group[0] in needs[group[0]]
    ]


def components(needs: Sequence[Sequence[int]]) -> list[list[int]]:
    """Strongly connected components, each after the components it points at."""
    search = _Search(needs)
    for root in range(len(needs)):
        if root not in search.number:
            search.run(root)
    return search.found


class _Search:
    """State of one depth-first walk; recursion would overflow on a chain of thousands."""

    def __init__(self, needs: Sequence[Sequence[int]]) -> None:
        self.needs = needs
        self.number: dict[int, int] = {}
        self.low: dict[int, int] = {}
        self.open: list[int] = []
        self.is_open: set[int] = set()
        self.found: list[list[int]] = []

    def run(self, root: int) -> None:
        """Walk everything reachable from `root`."""
        self._enter(root)
        path = [(root, iter(self.needs[root]))]
        while path:
            node, edges = path[-1]
            target = next(edges, None)
            if target is None:
                path.pop()
                self._leave(node)
                if path:
                    parent = path[-1][0]
                    self.low[parent] = min(self.low[parent], self.low[node])
            elif target not in self.number:
                self._enter(target)
                path.append((target, iter(self.needs[target])))
            elif target in self.is_open:
                self.low[node] = min(self.low[node], self.number[target])

    def _enter(self, node: int) -> None:
        self.number[node] = self.low[node] = len(self.number)
        self.open.append(node)
        self.is_open.add(node)

    def _leave(self, node: int) -> None:
        if self.low[node] != self.number[node]:
            return
        component = []
        while True:
            member = self.open.pop()
            self.is_open.discard(member)
            component.append(member)
            if member == node:
                break
        self.found.append(component)
