"""The user's files: where their bytes come from, and what is in them."""
