"""Qt and pyqtgraph, imported in the time that what is used of them takes."""
