"""What a step asks for: one module each, and the registry of them all."""

from playground.lessons.step_kinds.task import Claim, Task, explained, step_kinds
