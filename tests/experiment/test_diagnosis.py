"""Bias and variance: the notes' five verdicts, the edges, and the recipe."""

import math

import numpy as np
import pytest

from playground.data.datasets import Dataset, Split, one_hot
from playground.experiment.chance.label_noise import label_noise
from playground.experiment.diagnosis import diagnose
from playground.experiment.errors import ExperimentError
from playground.experiment.session import Session
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.recipe import proposals, recipe_study
from playground.experiment.studies.results.before_after import before_and_after
from playground.experiment.studies.results.table import table
from playground.experiment.studies.running.run import run
from playground.experiment.studies.variations import changes_text
from playground.experiment.symptoms import Finding, Remedy, examine
from playground.experiment.text import codec
from playground.settings import replaced
from tests.experiment.made_up_studies import DIVERGED, result

FEW = "With 3 seeds no difference can be told from chance; that takes 5 or more."


def split_of(train, dev, classes=2):
    """A split with the given labels in train and dev; no test set."""
    labels = np.array([*train, *dev])
    rng = np.random.default_rng(0)
    names = tuple(str(k) for k in range(classes))
    Y = one_hot(labels, classes) if classes else labels[None, :].astype(float)
    whole = Dataset(
        X=rng.normal(size=(2, len(labels))), Y=Y, feature_names=("a", "b"), class_names=names
    )
    indices = np.split(np.arange(len(labels)), [len(train), len(labels)])
    return Split(*(whole.take(chosen) for chosen in indices), *indices)


@pytest.mark.parametrize(
    ("train", "dev", "bayes", "verdict", "headline"),
    [
        (0.01, 0.11, 0.0, "high variance", "High variance."),
        (0.15, 0.16, 0.0, "high bias", "High bias."),
        (0.15, 0.30, 0.0, "both", "High bias and high variance."),
        (0.005, 0.01, 0.0, "neither", "Neither bias nor variance is high."),
        (0.15, 0.16, 0.15, "neither", "Neither bias nor variance is high."),
    ],
)
def test_the_five_examples_of_the_notes(train, dev, bayes, verdict, headline):
    found = diagnose(train, dev, bayes)
    assert found.verdict == verdict
    assert f"{found.headline}." == headline
    assert found.sentence.startswith(headline)
    assert found.avoidable_bias == pytest.approx(train - bayes)
    assert found.variance == pytest.approx(dev - train)


def test_exactly_at_the_tolerance_passes_and_says_so():
    found = diagnose(0.15, 0.17, bayes_error=0.13, tolerance=0.02)
    assert found.variance > 0.02  # by rounding only
    assert found.verdict == "neither"
    assert found.sentence.count("exactly at the tolerance of 2 %, which still passes") == 2
    assert diagnose(0.02 + 1e-6, 0.02 + 1e-6).verdict == "high bias"


def test_a_dev_error_below_the_train_error_is_no_variance():
    found = diagnose(0.05, 0.01)
    assert found.verdict == "high bias"
    assert found.variance < 0
    assert "below the train error" in found.sentence


def test_a_train_error_below_the_bayes_error_is_no_bias():
    found = diagnose(0.01, 0.02, bayes_error=0.05)
    assert found.verdict == "neither"
    assert "Bayes error is set too high" in found.sentence


def test_without_a_dev_set_only_the_bias_is_judged():
    found = diagnose(0.01, math.nan)
    assert found.verdict == "unknown"
    assert not found.high_variance
    assert "Without a dev set the variance cannot be judged" in found.sentence
    assert diagnose(0.3, math.nan).verdict == "high bias"


def test_without_any_number_there_is_nothing_to_judge():
    found = diagnose(math.nan, math.nan)
    assert found.verdict == "unknown"
    assert found.sentence == "There is nothing to judge yet: train the network first."


def test_a_class_missing_from_dev_is_pointed_out_by_name():
    found = diagnose(0.0, 0.0, split=split_of([0, 1, 2] * 40, [0, 2] * 40, classes=3))
    assert found.verdict == "neither"
    assert found.cautions == (
        "The dev set has no example of the class '1': its error says nothing about them.",
    )


def test_a_small_dev_set_is_pointed_out():
    found = diagnose(0.0, 0.1, split=split_of([0, 1] * 20, [0, 1] * 5))
    assert found.cautions == (
        "The dev set has 10 examples: a single one is 10 %, more than the tolerance.",
    )
    assert diagnose(0.0, 0.1, split=split_of([0, 1] * 20, [0, 1] * 25)).cautions == ()


def test_a_regression_is_judged_by_the_share_of_the_variance_that_is_left():
    split = split_of([-10, 10] * 5, [-10, 10] * 5, classes=0)  # too few to know their noise
    found = diagnose(1.0, 5.0, split=split)  # the labels vary by 100
    assert (found.train_error, found.dev_error) == (pytest.approx(0.01), pytest.approx(0.25))
    assert found.verdict == "high variance"
    assert "not explained (1 - R²), is 1 %" in found.sentence
    assert "variance 24 %" in found.sentence
    high = diagnose(5.0, 5.0, split=split)
    assert high.verdict == "high bias"
    assert high.sentence.endswith("If as much of the labels is noise, set the Bayes error to it.")


def test_the_variance_of_the_labels_is_that_of_the_training_set():
    split = split_of([-10, 10] * 5, [-1, 1] * 5, classes=0)
    assert diagnose(1.0, 1.0, split=split).dev_error == pytest.approx(0.01)


def regression(noise, layers=(8, 4), source="curve", **settings):
    """The diagnosis of a regression, and the share of its variance that really is noise."""
    spec = replaced(replaced(ExperimentSpec(), "data.source", source), "data.source.noise", noise)
    spec = replaced(spec, "network.hidden_layers", layers)
    session = Session(spec)
    session.run()
    latest, variance = session.history.latest, session.split.train.Y.var()
    found = diagnose(latest["train_error"], latest["dev_error"], split=session.split, **settings)
    return found, noise**2 / variance


@pytest.mark.parametrize("noise", [0.0, 0.1, 0.2, 0.3])
def test_noise_is_no_bias(noise):
    """R^2 is 0.98 at a noise of 0.1, and no function of the feature comes further."""
    found, share = regression(noise)
    assert not found.high_bias
    assert "well enough" not in found.sentence
    assert found.bayes_error == pytest.approx(share, abs=0.03)
    if found.avoidable_bias == 0:
        assert "about the noise of the labels, as near examples tell: no" in found.sentence


@pytest.mark.parametrize("noise", [0.0, 0.1, 0.3])
def test_a_line_through_a_wave_is_biased_however_noisy_it_is(noise):
    found, _ = regression(noise, layers=())
    assert found.high_bias and found.avoidable_bias > 0.6


def test_the_bayes_error_of_a_regression_may_be_set_higher():
    found, _ = regression(0.1, bayes_error=0.5)
    assert found.bayes_error == 0.5 and found.avoidable_bias < 0
    assert "below a Bayes error of 50 %" in found.sentence


@pytest.mark.parametrize("n_x", [1, 2, 4])
def test_the_noise_of_labels_is_found_from_near_examples(n_x):
    rng = np.random.default_rng(n_x)
    X = rng.normal(size=(n_x, 400))
    for noise in (0.0, 0.2, 0.5):
        signal = np.sin(X.sum(axis=0) / np.sqrt(n_x))
        added = noise * rng.normal(size=400)
        names = tuple(f"x{i}" for i in range(n_x))
        data = Dataset(X=X, Y=(signal + added)[None], feature_names=names)
        assert label_noise(data) == pytest.approx(added.var() / data.Y.var(), abs=0.06)


def test_of_classes_the_noise_is_that_of_their_neighbours():
    sklearn = pytest.importorskip("sklearn.neighbors")
    rng = np.random.default_rng(4)
    X = rng.normal(size=(3, 60))
    labels = np.digitize(X[0] + 0.7 * rng.normal(size=60), (-0.5, 0.5))
    names = ("x1", "x2", "x3")
    data = Dataset(X=X, Y=np.eye(3)[:, labels], feature_names=names, class_names=("a", "b", "c"))
    Z = (X / X.std(axis=1, keepdims=True)).T
    others = [np.delete(np.arange(60), k) for k in range(60)]
    wrong = [
        sklearn.KNeighborsClassifier(10).fit(Z[o], labels[o]).predict(Z[[k]])[0] != labels[k]
        for k, o in enumerate(others)
    ]
    assert label_noise(data) == pytest.approx(np.mean(wrong), abs=1e-12)


def test_the_noise_of_labels_is_not_known_of_few_examples_or_many_features():
    rng = np.random.default_rng(0)
    for n_x, m in ((1, 12), (40, 400)):
        names = tuple(f"x{i}" for i in range(n_x))
        data = Dataset(X=rng.random((n_x, m)), Y=rng.random((1, m)), feature_names=names)
        assert np.isnan(label_noise(data))


def test_the_recipe_has_the_notes_order_and_recommends_what_fits():
    spec = ExperimentSpec()
    names = [
        "bigger_network",
        "train_longer",
        "other_optimizer",
        "more_data",
        "l2",
        "dropout",
        "early_stopping",
    ]
    for diagnosis, recommended in [
        (diagnose(0.15, 0.16), names[:3]),
        (diagnose(0.01, 0.11), names[3:]),
        (diagnose(0.15, 0.30), names),
        (diagnose(0.005, 0.01), []),
    ]:
        recipe = proposals(spec, diagnosis)
        assert [proposal.name for proposal in recipe] == names
        assert [p.name for p in recipe if p.recommended] == recommended


def test_every_proposal_changes_what_it_says():
    spec = ExperimentSpec()
    after = {p.name: p.applied_to(spec) for p in proposals(spec, diagnose(0.15, 0.30))}
    assert after["bigger_network"].network.hidden_layers == (16, 8)
    assert after["train_longer"].training.epochs == 4 * 500
    assert after["other_optimizer"].training.optimizer.name == "rmsprop"
    assert after["more_data"].data.source.samples == 2 * spec.data.source.samples
    assert after["l2"].training.l2 == 0.1
    assert after["dropout"].training.keep_prob == 0.8
    assert after["early_stopping"].training.patience == 25


def test_a_large_rate_is_lowered_for_adam():
    spec = replaced(
        replaced(ExperimentSpec(), "training.optimizer", "gd"), "training.learning_rate", 1.0
    )
    (proposal,) = [p for p in proposals(spec, diagnose(0.15, 0.16)) if p.name == "other_optimizer"]
    after = proposal.applied_to(spec).training
    assert (after.optimizer.name, after.learning_rate) == ("adam", 0.01)
    assert proposal.sentence == "Adam, at the learning rate 0.01."


def test_regularization_in_force_is_weakened_before_anything_else():
    spec = replaced(replaced(ExperimentSpec(), "training.l2", 10.0), "training.keep_prob", 0.5)
    first = proposals(spec, diagnose(0.15, 0.16))[0]
    assert first.name == "weaker_regularization" and first.recommended
    after = first.applied_to(spec).training
    assert (after.l2, after.keep_prob) == (1.0, 0.75)


def test_what_cannot_be_tried_says_why_and_is_not_recommended():
    spec = replaced(ExperimentSpec(), "network.hidden_layers", ())
    recipe = {p.name: p for p in proposals(spec, diagnose(0.0, 0.2), has_dev_set=False)}
    for name, reason in [
        ("dropout", "Dropout needs a hidden layer."),
        ("early_stopping", "Early stopping watches the dev set, and there is none."),
    ]:
        assert not recipe[name].available
        assert not recipe[name].recommended
        assert recipe[name].sentence == reason
    assert recipe["bigger_network"].applied_to(spec).network.hidden_layers == (8,)
    with pytest.raises(ExperimentError, match="Dropout needs a hidden layer"):
        recipe_study(spec, recipe["dropout"])


def test_a_file_gives_more_of_itself_to_learn_from():
    from playground.data.sources import sources

    spec = replaced(ExperimentSpec(), "data.source", sources["csv"](path="points.csv"))
    recipe = {p.name: p for p in proposals(spec, diagnose(0.0, 0.2))}
    after = recipe["more_data"].applied_to(spec).data
    assert after.shares(1000) == (0.8, 0.1)
    spec = recipe["more_data"].applied_to(spec)
    recipe = {p.name: p for p in proposals(spec, diagnose(0.0, 0.2))}
    assert not recipe["more_data"].available


def test_a_proposal_is_a_study_with_before_and_after():
    spec = ExperimentSpec()
    (l2,) = [p for p in proposals(spec, diagnose(0.0, 0.2)) if p.name == "l2"]
    study = recipe_study(spec, l2, seeds=3)
    assert study.labels == ("Present setting", "L2")
    assert [m.spec.training.l2 for m in study.runs] == [0, 0, 0, 0.1, 0.1, 0.1]
    assert study.runs[0].spec == spec
    assert [m.seed for m in study.runs] == [4, 5, 6, 4, 5, 6]


def test_what_a_proposal_changes_is_said_beside_its_name():
    spec = replaced(replaced(ExperimentSpec(), "training.epochs", 2), "training.optimizer", "gd")
    recipe = {p.name: p for p in proposals(spec, diagnose(0.1, 0.1))}
    for name, what in {
        "bigger_network": "hidden layers 16-8",
        "train_longer": "epochs 8",
        "other_optimizer": "optimizer Adam",
        "l2": "L2 penalty 0.1",
        "more_data": "points 600",
    }.items():
        assert changes_text(recipe[name].variation, spec) == what
    spec = replaced(spec, "data.source", "csv")
    (more,) = [p for p in proposals(spec, diagnose(0.1, 0.1)) if p.name == "more_data"]
    assert changes_text(more.variation, spec) == "dev share 0.1 and train share 0.8"


def test_a_change_that_may_be_chance_is_not_called_nothing():
    spec = replaced(ExperimentSpec(), "training.epochs", 5)
    (bigger,) = [p for p in proposals(spec, diagnose(0.1, 0.1)) if p.name == "bigger_network"]
    result = run(recipe_study(spec, bigger, seeds=3))
    before, after = table(result)
    said = " ".join(before_and_after(result))
    assert said.startswith("Bigger network (hidden layers 16-8): the train error ")
    assert before.dev_error != after.dev_error
    assert said.endswith(f"(medians of 3 seeds). {FEW}")


def test_what_only_one_side_has_reached_is_said():
    """Of a run that diverged before, and learned after, both errors were "not known"."""
    lost, learned = {"stop": DIVERGED}, {"dev_error": [0.5, 0.1], "train_error": [0.5, 0.05]}
    for runs, told in (
        ({"0.1": [lost], "0.01": [learned]}, "the train error is 5 %, the dev error is 10 %."),
        ({"0.1": [learned], "0.01": [lost]}, "the train error is not known"),
    ):
        said = before_and_after(result("training.learning_rate", [0.1, 0.01], runs))
        assert told in said[0] and said[1].endswith("1 run failed or diverged.")


def found(severity):
    return Finding("x", "Always 'no' is wrong for 0.8 %.", "Because.", Remedy("y"), {}, severity)


def test_nobody_is_done_where_a_symptom_says_otherwise():
    assert diagnose(0.0, 0.011).sentence.endswith("Report the test error once, and you are done.")
    judged = diagnose(0.0, 0.011, findings=[found(30), found(20)])
    assert "done" not in judged.sentence
    assert judged.sentence.endswith("But that is not all: Always 'no' is wrong for 0.8 %.")


@pytest.mark.parametrize(("severity", "recommended"), [(57.5, True), (57.6, False)])
def test_proposals_are_not_recommended_where_they_miss_the_cause(severity, recommended):
    judged = diagnose(0.4, 0.4, findings=[found(severity)])
    named = [proposal.name for proposal in proposals(ExperimentSpec(), judged)]
    marked = [each.name for each in proposals(ExperimentSpec(), judged) if each.recommended]
    assert "bigger_network" in named and ("bigger_network" in marked) == recommended


def test_of_identical_units_a_bigger_network_is_not_recommended():
    spec = codec.loads('network = {hidden_layers = [4], initializer = "zeros"}')
    session = Session(replaced(spec, "training.epochs", 50))
    session.run()
    latest = session.history.latest
    errors = latest["train_error"], latest["dev_error"]
    judged = diagnose(*errors, split=session.split, findings=examine(session))
    assert judged.high_bias and judged.has_cause
    assert not any(proposal.recommended for proposal in proposals(spec, judged))


@pytest.mark.parametrize(("error", "done"), [(0.02, False), (0.03, False), (0.01, True)])
def test_nobody_is_done_who_is_no_better_than_always_answering_alike(error, done):
    split = split_of([0] * 98 + [1] * 2, [0] * 98 + [1] * 2)
    sentence = diagnose(error, error, bayes_error=0.02, split=split).sentence
    assert ("you are done" in sentence) == done
    no_better = "always answering '0' has a dev error of 2 %: the network is no better than that."
    assert (no_better in sentence) == (not done)


def test_a_regression_that_answers_the_mean_is_not_done():
    rng = np.random.default_rng(1)
    split = split_of(rng.normal(size=50), rng.normal(size=30), classes=0)
    spread = float(np.sqrt(np.mean((split.dev.Y - split.train.Y.mean()) ** 2)))
    judged = diagnose(float(split.train.Y.std()), spread, 1.0, 0.5, split)
    assert "always answering the mean of the training labels" in judged.sentence


def test_a_dev_set_of_a_few_is_told_once():
    session = Session(replaced(ExperimentSpec(), "data.source.samples", 20))
    session.step_epoch()
    session.step_epoch()
    assert examine(session)[0].name == "small_dev_set"
    latest = session.history.latest
    judged = diagnose(
        latest["train_error"],
        latest["dev_error"],
        split=session.split,
        findings=examine(session),
    )
    assert " ".join([judged.sentence, *judged.cautions]).count("The dev set has 4 examples") == 1


def test_the_cause_that_a_symptom_names_stands_in_the_verdict():
    """In place of advice that would miss it."""
    judged = diagnose(0.5, 0.5, findings=[found(80)])
    assert judged.headline == "High bias"
    assert judged.sentence.endswith("But first: Always 'no' is wrong for 0.8 %.")
    assert "well enough" in diagnose(0.5, 0.5, findings=[found(30)]).sentence
    alone = diagnose(0.5, np.nan, findings=[found(80)]).sentence
    assert alone.endswith("a share of the examples. But first: Always 'no' is wrong for 0.8 %.")
    assert "But first" not in diagnose(0.5, np.nan, findings=[found(30)]).sentence
