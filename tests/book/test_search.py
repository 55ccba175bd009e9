"""The search by the words that people type: each query finds its page among the first three."""

import pytest

# As questions are asked in public: symptoms, class names, half sentences.
QUERIES = {
    "which loss for my output": ("index",),
    "loss stuck at 0.693": ("binary", "symptoms", "index", "fingerprints"),
    "loss stuck at 2.303": ("multiclass", "symptoms", "fingerprints"),
    "binary cross entropy loss not decreasing": ("binary", "symptoms", "cases"),
    "softmax before CrossEntropyLoss": ("multiclass", "cases"),
    "double softmax": ("multiclass", "cases"),
    "BCELoss vs BCEWithLogitsLoss": ("binary",),
    "sigmoid or softmax for binary classification": ("binary",),
    "one output neuron or two": ("binary",),
    "derivative of softmax cross entropy": ("matching-losses", "multiclass"),
    "why is the gradient p - y": ("matching-losses",),
    "why not use MSE for classification": ("laws-of-mismatch", "binary"),
    "sigmoid with MSE learns slowly": ("laws-of-mismatch", "binary"),
    "relu in output layer": ("relu-elu-selu", "positive", "hidden-or-output"),
    "selu output loss": ("relu-elu-selu",),
    "elu last layer": ("relu-elu-selu",),
    "gelu output activation": ("no-matching-loss",),
    "network predicts only zeros": ("positive", "symptoms", "cases"),
    "model predicts the mean": ("regression", "symptoms", "cases"),
    "target size different from input size": ("regression", "cases"),
    "huber or mse": ("regression", "outliers"),
    "smooth l1 loss": ("regression", "outliers"),
    "predict positive values": ("positive", "amounts"),
    "softplus or exp output": ("positive",),
    "poisson loss keras": ("positive", "counts"),
    "negative loss": ("regression", "symptoms", "uncertain"),
    "gaussian nll": ("regression", "uncertain"),
    "multi label classification sigmoid": ("multilabel",),
    "softmax for multilabel": ("multilabel",),
    "labels start at 1": ("multiclass", "cases"),
    "sparse categorical crossentropy one hot": ("multiclass", "cases"),
    "from_logits": ("multiclass", "binary", "cases"),
    "hinge loss": ("when-not-to-match-labels",),
    "noisy labels": ("when-not-to-match-labels",),
    "predict the median": ("when-not-to-match", "regression", "quantiles"),
    "dying relu": ("hidden-or-output", "positive", "relu-elu-selu"),
    "what is a logit": ("glossary",),
    "initial bias of the last layer": ("cheat-sheet", "properties"),
    "fenchel young": ("matching-losses",),
    "accuracy good but probabilities bad": ("binary", "symptoms", "when-not-to-match-labels"),
}


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_finds_its_page(search, query):
    found = search(query)
    assert set(found[:3]) & set(QUERIES[query]), f"found {found[:6]}"


@pytest.fixture(scope="module")
def search(browser, site):
    """query -> the pages found, the best first; one tab for all."""
    tab = browser.new_page()

    def pages(query):
        tab.goto(f"{site}/search.html?q={query}")
        tab.wait_for_selector("#search-results ul.search li")
        links = tab.locator("#search-results ul.search li a").evaluate_all(
            "links => links.map(a => a.pathname)"
        )
        names = [link.rsplit("/", 1)[-1].removesuffix(".html") for link in links]
        return list(dict.fromkeys(names))

    yield pages
    tab.close()
