"""All that the window exports: choosing, previewing, drawing, writing."""
