"""K networks of one architecture at once: trained together, measured together."""

from playground.engine.ensemble.ensemble import Ensemble
