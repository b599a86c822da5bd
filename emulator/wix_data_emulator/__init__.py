"""A stand-in for the data APIs of Wix, for laptops, tests and pull requests."""
