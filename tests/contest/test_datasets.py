"""scikit-learn's bundled data: split once, scaled by the training rows, the same on every machine."""

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer

from pairings.datasets import load, split, standardise

SHAPES = {
    "breast_cancer": (569, 30, 2),
    "digits": (1797, 64, 10),
    "iris": (150, 4, 3),
    "diabetes": (442, 10, 0),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_and_names_are_those_of_the_data(name):
    """Samples, features and classes, each feature and class with its name."""
    data = load(name)
    samples, features, classes = SHAPES[name]
    assert data.name == name
    assert data.x.shape == (samples, features)
    assert data.labels.shape == (samples,)
    assert len(data.features) == features
    assert len(data.classes) == classes
    if classes:
        assert np.unique(data.labels).tolist() == list(range(classes))


@pytest.mark.parametrize("name", SHAPES)
def test_the_training_rows_have_mean_0_and_deviation_1(name):
    """Scaled by the training rows alone: the others are near, not at, these numbers."""
    data = load(name)
    train = data.x[data.split.train]
    varied = train.std(axis=0) > 0
    np.testing.assert_allclose(train.mean(axis=0), 0, atol=1e-13)
    np.testing.assert_allclose(train[:, varied].std(axis=0), 1, rtol=1e-12)
    assert (train[:, ~varied] == 0).all()
    assert np.abs(data.x[data.split.test].mean(axis=0)).max() > 1e-3
    assert np.isfinite(data.x).all()


@pytest.mark.parametrize("samples", [5, 7, 150, 569])
def test_a_split_uses_every_row_once(samples):
    """60, 20 and 20 per cent, without overlap and without a row left over."""
    parts = split(samples)
    assert np.sort(np.concatenate(parts)).tolist() == list(range(samples))
    for part, share in zip(parts, (0.6, 0.2, 0.2), strict=True):
        assert abs(len(part) - share * samples) <= 1


def test_a_split_is_a_function_of_its_seed():
    """The same seed, the same rows; another seed, others; and the rows are shuffled."""
    np.testing.assert_array_equal(split(100).train, split(100).train)
    assert split(100).train.tolist() != split(100, seed=1).train.tolist()
    assert split(100).train.tolist() != list(range(60))


def test_a_split_of_four_rows_is_refused():
    """Fewer than five rows leave a part empty."""
    with pytest.raises(ValueError, match="samples: got 4"):
        split(4)


def test_label_1_of_breast_cancer_marks_what_one_looks_for():
    """1 is malignant, the rarer class; scikit-learn has it the other way round."""
    data = load("breast_cancer")
    assert data.classes == ("benign", "malignant")
    assert data.labels.sum() == 212
    np.testing.assert_array_equal(data.labels, 1 - load_breast_cancer().target)


def test_standardising_by_hand():
    """Training rows 0 and 2: mean 2, deviation 2; a constant column becomes 0."""
    x = np.array([[0.0, 5.0], [3.0, 5.0], [4.0, 5.0]])
    assert standardise(x, np.array([0, 2])).tolist() == [[-1, 0], [0.5, 0], [1, 0]]
