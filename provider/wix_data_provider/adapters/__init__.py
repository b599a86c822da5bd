"""The ways in, over the handlers: the gRPC plugin, and `pulumi.dynamic`."""
