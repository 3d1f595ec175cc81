"""The decision boundary: what the network computes over a plane of the inputs."""
