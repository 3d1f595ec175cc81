"""What a step asks for: one module each, and the registry of them all."""

from playground.lessons.tasks.task import Claim, Task, explained, tasks
