"""The model of `pipir sustain` as users of other tools would write it: the yardsticks of `benchmarks/sustain.py`."""
