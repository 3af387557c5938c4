"""Pages of a child's case. Each takes its child from the policy, takes a form, and calls a service."""
