"""Inspection: one step of training, stage by stage, by the formulas of the notes."""
