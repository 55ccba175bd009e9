import keras
from keras import ops

# For model.compile(loss=...): y first, then the score z, or p where it says so.

hinge = keras.losses.Hinge()  # y = -1 or +1; 0 and 1 become these


def brier(y, z):  # p = sigmoid(z); y = 0 or 1
    return (ops.sigmoid(z) - y) ** 2 / 2


def absolute(y, z):  # p = sigmoid(z); y = 0 or 1, some of them wrong
    return ops.abs(ops.sigmoid(z) - y)


# several classes, some labels wrong: takes p, a softmax, and class indices (n,)
noisy = keras.losses.CategoricalGeneralizedCrossEntropy()  # not one-hot rows
