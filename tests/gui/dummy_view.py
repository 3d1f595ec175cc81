"""A view as somebody would add it: one file."""

import numpy as np
from dummy_probe import NormsProbe

from playground.gui.plotting.view import View
from playground.gui.views.registry import views


@views.register("norms")
class NormsView(View):
    """The norm of every layer's weights, in words."""

    report_size = (312, 240)
    norms = None

    @classmethod
    def applies(cls, run):
        return len(run.layer_sizes) > 2

    def probes(self):
        return (NormsProbe(),)

    def _draw(self, frame):
        self.norms = frame.probes.get(NormsProbe)

    def _recolour(self, theme):
        pass

    def curves(self):
        return {"norm": (np.arange(1.0, len(self.norms) + 1), np.array(self.norms))}

    def summary(self):
        return f"Norms: {self.norms}."

    def paint_picture(self, painter, rect):
        painter.drawText(rect, self.summary())
