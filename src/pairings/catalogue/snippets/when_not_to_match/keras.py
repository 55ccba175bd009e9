from keras import ops

# For model.compile(loss=...): y first, then the score z.


def gamma(y, z):  # p = exp(z); lacks a term in y: can be negative
    return z + y * ops.exp(-z)


def pinball(y, z, q=0.9):  # p = z, below which a share q of the targets lies
    return ops.maximum(q * (y - z), (q - 1) * (y - z))
