"""The main window around the views: actions, messages, status, layout."""
