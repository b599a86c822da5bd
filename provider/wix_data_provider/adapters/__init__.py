"""The ways in: the gRPC plugin, over the handlers."""
