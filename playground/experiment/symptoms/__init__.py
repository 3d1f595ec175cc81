"""What may be wrong with a run: one module a symptom, each silent while nothing is wrong.

A module of this folder that registers a class with `symptoms` is found by itself.
"""

from importlib import import_module
from pkgutil import iter_modules

from playground.experiment.symptoms.examination import examine
from playground.experiment.symptoms.symptom import Finding, Remedy, Symptom, symptoms

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["Finding", "Remedy", "Symptom", "examine", "symptoms"]
