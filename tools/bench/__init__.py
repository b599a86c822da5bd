"""`make bench`: figures that belong in no test, measured side by side in one run.

__main__.py    the command line; writes docs/benchmarks.md: start here
startup.py     the plugin's start beside bare.py, the least that can be a provider
operations.py  the same jobs by every one of contestants/, for 1 to 500 jobs
lag.py         one job alone: how late its end is seen
sites.py       many sites in one `up`
transfers.py   files up and down beside curl; sink.py is the server
cancel.py      Ctrl-C with many waits in flight
site.py        a fresh emulator for each run, and what it saw
engine.py      a project, deployed by the real CLI
processes.py   a command with its lines in time, CPU and memory of its processes
machine.py     what the figures were taken on
report.py      tables, targets and sections, as Markdown
"""
