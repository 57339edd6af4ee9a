"""Item pipelines: the outcome of every visit goes to the ledger."""
