"""The command line: what the playground does without a window, and the door to the one with.

Exit codes: 0 done; 1 the training diverged, or a gradient check failed; 2 the input was wrong,
said in one sentence on standard error; 130 interrupted with Ctrl+C, what there was is written.
"""

from playground.cli.main import main
