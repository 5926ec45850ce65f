"""Speed and memory, printed and compared as ratios within one run."""
