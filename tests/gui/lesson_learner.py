"""Somebody who goes through a lesson in the real window."""

from playground.settings import find

TIMEOUT = 60_000  # ms


class Learner:
    """Somebody who goes through a lesson in a window."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot = window, qtbot
        self.bench, self.lessons = window.playground.workbench, window.playground.lessons
        self.bench.set_pace(None)
        self.is_right = True  # whether the right answers are chosen

    def open(self, path):
        self.lessons.open_path(str(path))
        message = self.window.messages.message
        assert message is None or message.kind != "error", message.sentence
        self.qtbot.waitUntil(lambda: self.part is not None, timeout=20_000)
        return self

    @property
    def page(self):
        return self.lessons.page

    @property
    def part(self):
        return self.page and self.page.part

    @property
    def state(self):
        """Where the learner is, and what the window says, for whom it goes wrong."""
        message = self.window.messages.message
        task = self.part and self.part.step.task
        return self.step, self.page.primary.text(), task, message and message.sentence

    @property
    def step(self):
        return self.lessons.player.progress.step

    @property
    def answers(self):
        return {answer.step: answer for answer in self.lessons.player.progress.answers}

    def settle(self):
        self.qtbot.waitUntil(lambda: not self.bench.busy and self.bench.snapshot is not None)

    def wait(self, condition):
        """Until something is so; where it does not come, say where the learner is."""
        try:
            self.qtbot.waitUntil(condition, timeout=TIMEOUT)
        except self.qtbot.TimeoutError as error:
            raise AssertionError(self.state) from error

    def press(self):
        """The button below, as by its key."""
        self.settle()
        assert self.page.primary.isEnabled(), self.state
        self.window.actions_.lesson_forward.trigger()

    def choose(self, number):
        self.part.field.buttons[number].click()
        self.press()

    def train(self):
        part = self.part
        self.press()
        self.qtbot.waitUntil(lambda: part.done, timeout=20_000)

    def to(self, step):
        """Go on to a step, everything before done as it should be."""
        while self.step < step:
            here = self.step
            self.do()
            self.press()
            self.wait(lambda here=here: self.step == here + 1)
        self.settle()
        return self

    def do(self):
        """Do what the present step asks."""
        self.settle()
        part = self.part
        if not part.done:
            getattr(self, f"_do_{type(part).name}")(part)
        self.wait(lambda: part.done)

    def _do_predict(self, part):
        task = part.step.task
        if task.choice:
            wanted = [choice.right is not None for choice in task.choice]
            part.field.buttons[wanted.index(self.is_right)].click()
        elif task.curve:
            part.field.draw.click()
        else:
            part.field.line.setText(str(self.guess(part.step)))
        self.press()

    def guess(self, step):
        """The number that is answered to a step."""
        return 4

    def _do_run(self, part):
        self.press()

    def _do_observe(self, part):
        if part.task.choice:
            wanted = [choice.right is not None for choice in part.task.choice]
            part.field.buttons[wanted.index(self.is_right)].click()
        else:
            part.field.words.setPlainText("What I saw.")
        self.press()

    def _do_set(self, part):
        for request in part.step.requests:
            value = find(part.step.spec, request.path).value
            self.bench.set(request.path, getattr(value, "name", value))
        self.settle()

    def _do_check(self, part):
        self.bench.put_in_force(part.step.spec)
        self.settle()
        self.window.actions_.reset.trigger()
        self.settle()
        self.bench.train()
        self.wait(lambda: part.done and not self.bench.running)
