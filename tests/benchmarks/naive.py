"""The baseline of the speed comparisons: a network as the notebook of the notes writes it.

Parameters, caches, gradients and optimizer states are dictionaries of arrays, every layer is a
pair of functions that hand caches on, and every operation makes a new array (DNN 4-8). It is
correct, and nothing in it is slow on purpose.
"""

from __future__ import annotations

import numpy as np


def sigmoid(Z):
    """A and Z."""
    return 1 / (1 + np.exp(-Z)), Z


def tanh(Z):
    """A and Z."""
    return np.tanh(Z), Z


def relu(Z):
    """A and Z."""
    return np.maximum(0, Z), Z


def softmax(Z):
    """A and Z."""
    e = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True), Z


def relu_backward(dA, Z):
    """dZ."""
    dZ = np.array(dA, copy=True)
    dZ[Z <= 0] = 0
    return dZ


def tanh_backward(dA, Z):
    """dZ."""
    return dA * (1 - np.power(np.tanh(Z), 2))


def sigmoid_backward(dA, Z):
    """dZ."""
    s = 1 / (1 + np.exp(-Z))
    return dA * s * (1 - s)


FORWARD = {"sigmoid": sigmoid, "tanh": tanh, "relu": relu, "softmax": softmax}
BACKWARD = {"sigmoid": sigmoid_backward, "tanh": tanh_backward, "relu": relu_backward}


def linear_forward(A, W, b):
    """Z and the cache."""
    return np.dot(W, A) + b, (A, W, b)


def linear_activation_forward(A_prev, W, b, activation):
    """A and the caches."""
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, activation_cache = FORWARD[activation](Z)
    return A, (linear_cache, activation_cache)


def model_forward(X, parameters, activations):
    """Yhat and the caches of all layers."""
    caches = []
    A = X
    for layer in range(1, len(activations) + 1):
        A, cache = linear_activation_forward(
            A, parameters["W" + str(layer)], parameters["b" + str(layer)], activations[layer - 1]
        )
        caches.append(cache)
    return A, caches


def compute_cost(AL, Y, loss):
    """The mean cross-entropy."""
    m = Y.shape[1]
    if loss == "binary_cross_entropy":
        logprobs = np.multiply(-np.log(AL), Y) + np.multiply(-np.log(1 - AL), 1 - Y)
        return np.squeeze(1.0 / m * np.sum(logprobs))
    return np.squeeze(-1.0 / m * np.sum(Y * np.log(AL)))


def linear_backward(dZ, cache):
    """dA of the layer before, dW and db."""
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    dW = 1.0 / m * np.dot(dZ, A_prev.T)
    db = 1.0 / m * np.sum(dZ, axis=1, keepdims=True)
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db


def model_backward(AL, Y, caches, activations):
    """The gradients of all layers."""
    grads = {}
    L = len(caches)
    if activations[-1] == "softmax":
        dZ = AL - Y
    else:
        dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
        dZ = BACKWARD[activations[-1]](dAL, caches[-1][1])
    for layer in range(L, 0, -1):
        linear_cache, _ = caches[layer - 1]
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
        grads["dA" + str(layer - 1)] = dA_prev
        grads["dW" + str(layer)] = dW
        grads["db" + str(layer)] = db
        if layer > 1:
            _, Z = caches[layer - 2]
            dZ = BACKWARD[activations[layer - 2]](dA_prev, Z)
    return grads


def update_with_gd(parameters, grads, learning_rate):
    """theta - alpha g."""
    L = len(parameters) // 2
    for layer in range(1, L + 1):
        for k in ("W", "b"):
            key = k + str(layer)
            parameters[key] = parameters[key] - learning_rate * grads["d" + key]


def update_with_adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon):
    """Adam, with dictionaries for what is corrected too."""
    L = len(parameters) // 2
    v_corrected = {}
    s_corrected = {}
    for layer in range(1, L + 1):
        for k in ("W", "b"):
            key = k + str(layer)
            g = grads["d" + key]
            v[key] = beta1 * v[key] + (1 - beta1) * g
            v_corrected[key] = v[key] / (1 - np.power(beta1, t))
            s[key] = beta2 * s[key] + (1 - beta2) * np.power(g, 2)
            s_corrected[key] = s[key] / (1 - np.power(beta2, t))
            parameters[key] = parameters[key] - learning_rate * v_corrected[key] / (
                np.sqrt(s_corrected[key]) + epsilon
            )


class NaiveTrainer:
    """One network with one optimizer, ``"gd"`` or ``"adam"``."""

    def __init__(self, weights, biases, activations, loss, optimizer, learning_rate):
        self.activations, self.loss = activations, loss
        self.optimizer, self.learning_rate = optimizer, learning_rate
        self.parameters, self.v, self.s, self.t = {}, {}, {}, 0
        for layer, (W, b) in enumerate(zip(weights, biases), 1):
            self.parameters["W" + str(layer)] = W.copy(order="C")
            self.parameters["b" + str(layer)] = b.copy(order="C")
        for key, value in self.parameters.items():
            self.v[key], self.s[key] = np.zeros_like(value), np.zeros_like(value)

    def step(self, X, Y):
        """One mini-batch; its cost before the update."""
        AL, caches = model_forward(X, self.parameters, self.activations)
        cost = compute_cost(AL, Y, self.loss)
        grads = model_backward(AL, Y, caches, self.activations)
        if self.optimizer == "gd":
            update_with_gd(self.parameters, grads, self.learning_rate)
        else:
            self.t += 1
            update_with_adam(
                self.parameters,
                grads,
                self.v,
                self.s,
                self.t,
                self.learning_rate,
                0.9,
                0.999,
                1e-8,
            )
        return float(cost)
