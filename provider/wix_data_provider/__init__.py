"""The Pulumi provider for the backups and data movement jobs of Wix sites. Start here.

    engine → adapters → functions → resources → lifecycle → session → waiter · client → Wix

adapters    the gRPC plugin: protobuf in and out, the engine's log, the process
functions   one file a function: its arguments, its result, and what it reads
resources   one file a resource: its properties, and what create, update, read and delete do
content     the user's files: where the bytes come from, what is in them
lifecycle   what every resource shares: typed properties, diffs, previews, checkpoints, schema
session     one client and its pollers for each site, once per process
waiter      is it finished? one request a tick serves every wait
client      the only code that knows URLs
config, errors, clock, record: below all

Imports go rightwards only; import-linter holds that. Nothing is imported here: the plugin starts at
every `pulumi` command.
"""

__version__ = "0.1.0"
