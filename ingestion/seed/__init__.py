"""The sample: a believable Kenyan company's sale lines, the same bytes for the same arguments.

`write_sample` writes the CSV and returns the facts that an answer must agree with.
"""

from ingestion.seed.sample import SAMPLE_DAYS, SampleFacts, Totals, write_sample

__all__ = ["SAMPLE_DAYS", "SampleFacts", "Totals", "write_sample"]
