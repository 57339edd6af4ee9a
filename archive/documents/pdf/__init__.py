"""PDF files with a text layer to a document: glyphs and rulings of its pages to paragraphs and tables."""
