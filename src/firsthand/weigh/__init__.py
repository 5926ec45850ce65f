"""Values side by side: kinds of difference, weights, flags."""
