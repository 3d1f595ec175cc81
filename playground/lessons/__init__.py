"""Lessons: predict, run, see, explain. The file format, its checks, a learner's progress; no Qt."""
