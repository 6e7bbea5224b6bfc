"""What this process counts of itself, and how a scrape tells it. Other parts call the small functions of these modules.

Labels come from closed sets alone: never a member, a scope, an id or a caller's own words.
"""
