"""The probe kit: a few polite requests to a portal, and a bundle that says what they showed (docs/probe.md)."""
