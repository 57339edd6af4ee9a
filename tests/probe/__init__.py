"""The probe kit."""
