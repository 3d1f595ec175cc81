"""An experiment as Python code: NumPy scripts that predict and train, Keras and PyTorch models."""
