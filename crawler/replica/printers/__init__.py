"""Reports and forms as the files that portals attach: PDF with ruled tables, Word documents, rich text."""
