"""`make bench`: figures that belong in no test, measured side by side in one run."""
