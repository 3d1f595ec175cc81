"""The table of past runs inside a session file, as ordinary files.

=============================  ==============================================================
``runs.json``                  what stands in the table, and which row the session goes on with
``runs/7/experiment.toml``     the settings of run 7, which can be opened by themselves
``runs/7/curves.csv``          its evaluations, thinned out; of a study, those of each variation
``runs/7/boundary.png``        its decision boundary, where there is a picture of it
``runs/7/study.json``          of a study, the settings of its variations
=============================  ==============================================================
"""
