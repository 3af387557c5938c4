"""What happens to families. A story is a generator: it says when it next acts, and acts through the services alone."""
