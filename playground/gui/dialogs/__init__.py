"""Dialogs: windows that ask one thing, and never block the window behind them."""
