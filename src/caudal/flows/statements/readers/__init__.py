"""One reader per format of bank statements: bytes in, statements out, never more than the file says."""
