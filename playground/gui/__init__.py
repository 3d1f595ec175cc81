"""The window: it draws what the engine computed and computes nothing itself."""
