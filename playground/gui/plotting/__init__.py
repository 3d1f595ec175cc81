"""What views are made of: the view itself, axes, legend, curves, maps, points."""
