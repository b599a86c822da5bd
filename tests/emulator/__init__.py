"""Tests of the emulator, through HTTP wherever that is what counts."""
