"""Document to report: who, which year, sections, tables, figures, checks."""
