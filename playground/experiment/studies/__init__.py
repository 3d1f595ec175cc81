"""Studies: experiments that differ in stated settings, run side by side."""
