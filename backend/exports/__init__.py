"""Answers as files: CSV, XLSX, Parquet and Arrow, from one table made of the same answer that JSON shows."""
