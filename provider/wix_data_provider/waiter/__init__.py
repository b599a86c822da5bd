"""Waiting for operations at Wix, knowing no URL: states.py tells what a status means,
schedule.py when to look next, poller.py does the looking, estimate.py says how long it may take.
"""
