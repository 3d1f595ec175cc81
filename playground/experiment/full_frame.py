"""A session at rest as a frame with everything in it: what pictures and reports are drawn from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from playground.experiment.history import History
from playground.experiment.probe import Probe
from playground.experiment.probes.registry import probes
from playground.experiment.probes.runner import ProbeRunner, merged
from playground.experiment.session import Session
from playground.experiment.snapshot import Frame, Run, Snapshot


def full_frame(session: Session, asked: Iterable[Probe] = (), others: bool = True) -> Frame:
    """All that there is to draw of a session, whether anybody looks at it or not.

    Parameters
    ----------
    session : Session
        Read, not changed; training it on does not change the frame.
    asked : iterable of Probe
        What is on screen now, such as the plane the output is drawn over: of every probe there
        is the `complete` request is answered.
    others : bool
        Whether those that are not among them are answered too, with their defaults.
    """
    requests = {type(request): request for request in merged(asked) if request.applies(session)}
    if others:
        requests = {cls: requests.get(cls, cls()) for cls in (*probes.values(), *requests)}
    runner = ProbeRunner()
    runner.begin(session)
    runner.ask(
        request.complete(session) for request in requests.values() if request.applies(session)
    )
    snapshot = Snapshot.of(session, Run.of(session), session.history.since((0, 0)))
    history = History()
    history.extend(snapshot.points)
    return Frame(replace(snapshot, probes=runner.finished(snapshot.theta)), history)
