"""Word files (OOXML) to a document: paragraphs with their automatic numbers, tables, links and pictures."""
