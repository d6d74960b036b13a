"""The doors for people: they bind, call a service, and redirect or render."""
