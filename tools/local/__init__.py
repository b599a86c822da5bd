"""The local site: the emulator in the background, and the example's stack deployed to it.

paths.py     where things are; all that `make up` makes is in one folder, `.emulator`
surroundings.py  environments of commands: PATH, and the Python that programs run in
loopback.py  services of this machine: a port, and answers without a proxy
emulator.py  the emulator as a process that outlives the command which started it
stack.py     `pulumi` with a state and a home of its own
deployment.py  the example's stack, on the emulator
summary.py   pure: what the site holds, as lines to read
"""
