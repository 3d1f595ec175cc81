"""What may be wrong with a run: one module a symptom, each silent while nothing is wrong.

A module in one of these folders that registers a class with `symptoms` is found by itself.
"""

from importlib import import_module
from pkgutil import walk_packages

from playground.experiment.symptoms.examination import examine
from playground.experiment.symptoms.symptom import Finding, Remedy, Symptom, symptoms

for _module in walk_packages(__path__, f"{__name__}."):
    import_module(_module.name)
