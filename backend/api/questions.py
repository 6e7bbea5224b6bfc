"""The questions that GraphiQL opens with, one tab each: those the product exists for, and how to check an answer."""

from __future__ import annotations

OVERVIEW = """# How is the business doing? Press the arrow above, or Ctrl+Enter.
query Overview {
  salesOverview(period: YEAR) {
    data {
      totalRevenue
      grossProfit
      profitMargin
      totalOrders
      uniqueCustomers
      growthRate
    }
    error { code message hint }
    metadata {
      dataVersion
      period { start end }
      comparisons { kind start end }
      source { parts { table } }
      warnings { code message }
      tookMs
    }
  }
}
"""

SALESPEOPLE = """# Who brings the most profit?
query Salespeople {
  salespersonLeaderboard(period: LAST_12_MONTHS, sortBy: PROFIT, limit: 10) {
    data { rank salesperson profit profitMargin revenue growthRate }
    error { code message hint }
    metadata { totals others page { totalCount hasNextPage } }
  }
}
"""

PRODUCTS = """# Which products and product lines bring the most profit?
query Products {
  topProducts(period: LAST_12_MONTHS, sortBy: PROFIT, limit: 10) {
    data { product profit revenue share abcClass }
    error { code message hint }
  }
  productLines(period: LAST_12_MONTHS, sortBy: PROFIT) {
    data { productLine profit profitMargin growthRate }
    error { code message hint }
  }
}
"""

BRANCHES = """# How do the branches compare, now and over time?
query Branches {
  branchPerformance(period: LAST_12_MONTHS, compare: [{kind: PREVIOUS_YEAR}]) {
    data { branch revenue profit orders customers growthRate }
    error { code message hint }
  }
  branchTrends(period: LAST_12_MONTHS, metric: REVENUE, grain: MONTH) {
    data { series { key points { label value status } } }
    error { code message hint }
  }
}
"""

CUSTOMERS = """# Who are the most valuable customers?
query Customers {
  topCustomers(period: ALL, sortBy: PROFIT, limit: 10) {
    data { customer revenue profit orders segment lifetimeValue firstPurchase lastPurchase recencyDays }
    error { code message hint }
  }
  customerSegments(period: YEAR) {
    data { segment customers revenue profit share }
    error { code message hint }
  }
}
"""

DRIVERS = """# Why did profit change against the year before?
query Drivers {
  changeDrivers(period: YEAR, metric: PROFIT, dimension: "productLine", compare: [{kind: PREVIOUS_YEAR}]) {
    data { change parts { kind value } members { kind member value } reversals { measure members } }
    error { code message hint }
  }
}
"""

TOGETHER = """# What is bought together?
query Together {
  basketPairs(period: YEAR, limit: 10) {
    data { productA productB orders support confidence lift }
    error { code message hint }
    metadata { extra warnings { code message } }
  }
}
"""

CHECK = """# The same totals twice: from the fastest table, and from the base lines. They are equal.
query Check {
  fast: salesOverview(period: ALL) {
    data { totalRevenue grossProfit totalOrders }
    metadata { tookMs source { parts { table } } }
  }
  base: salesOverview(period: ALL, source: BASE) {
    data { totalRevenue grossProfit totalOrders }
    metadata { tookMs source { parts { table } } }
  }
}
"""

READY = (OVERVIEW, SALESPEOPLE, PRODUCTS, BRANCHES, CUSTOMERS, DRIVERS, TOGETHER, CHECK)
