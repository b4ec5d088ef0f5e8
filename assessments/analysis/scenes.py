"""The graph of a scenario: scenes, reactions, and which scene follows which reaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Graph = Mapping[str, Sequence[str]]
"""Scene code to the codes of the scenes that follow its reactions, "" for an end; first scene
first."""


@dataclass(frozen=True, slots=True)
class GraphFault:
    """What is wrong with one scene: few_reactions, unknown_scene, loop, unreachable, short."""

    scene: str
    code: str
    value: str = ""


def graph_faults(
    graph: Graph, *, fewest_reactions: int = 2, fewest_scenes: int = 2
) -> list[GraphFault]:
    """Return everything that keeps people from getting through; empty when all is well.

    Every way through must end and have at least `fewest_scenes` scenes, every scene must be on
    some way. Linear in the number of reactions.
    """
    if not graph:
        return [GraphFault("", "short")]
    faults = [
        GraphFault(scene, "few_reactions")
        for scene, following in graph.items()
        if len(following) < fewest_reactions
    ]
    faults += [
        GraphFault(scene, "unknown_scene", after)
        for scene, following in graph.items()
        for after in following
        if after and after not in graph
    ]
    if any(fault.code == "unknown_scene" for fault in faults):
        return faults
    order, loops = _walk(graph)
    faults += [GraphFault(scene, "loop") for scene in loops]
    faults += [GraphFault(scene, "unreachable") for scene in graph if scene not in order]
    if not loops and _shortest(graph, order) < fewest_scenes:
        faults.append(GraphFault(next(iter(graph)), "short"))
    return faults


def longest_way(graph: Graph) -> int:
    """Return the most scenes that anybody can meet; the graph must be without faults."""
    order, _loops = _walk(graph)
    lengths: dict[str, int] = {}
    for scene in order:  # followers before their forerunners
        lengths[scene] = 1 + max((lengths[after] for after in graph[scene] if after), default=0)
    return lengths[next(iter(graph))]


def _walk(graph: Graph) -> tuple[list[str], list[str]]:
    """Scenes reached from the first, followers first, and those from which a way leads back."""
    order: list[str] = []
    loops: list[str] = []
    under_way: dict[str, bool] = {}  # True while its followers are being visited
    stack = [(next(iter(graph)), False)]
    while stack:
        scene, is_done = stack.pop()
        if is_done:
            under_way[scene] = False
            order.append(scene)
            continue
        if scene in under_way:
            continue
        under_way[scene] = True
        stack.append((scene, True))
        for after in graph[scene]:
            if after and under_way.get(after):
                loops.append(scene)
            elif after and after not in under_way:
                stack.append((after, False))
    return order, list(dict.fromkeys(loops))


def _shortest(graph: Graph, order: Sequence[str]) -> int:
    """Return the fewest scenes on any way to an end."""
    lengths: dict[str, int] = {}
    for scene in order:
        lengths[scene] = 1 + min(
            (lengths[after] if after else 0 for after in graph[scene]), default=0
        )
    return lengths[next(iter(graph))]
