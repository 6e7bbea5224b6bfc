"""The example questions, in the order of the reports; every report has one, those with more to say have several."""

from __future__ import annotations

from backend.examples.forms import Example

_COMMON = "revenue profit profitMargin share growthRate"
_LAST_YEAR = [{"kind": "PREVIOUS_YEAR"}]

EXAMPLES: tuple[Example, ...] = (
    Example(
        "salesOverview",
        "How was the year, against the year before?",
        "totalRevenue grossProfit profitMargin totalOrders uniqueCustomers growthRate revenueChange orderChange",
        {"period": "YEAR", "compare": _LAST_YEAR},
    ),
    Example(
        "salesOverview",
        "Two branches in Holy Week, against the same weekdays a year earlier and against the week before",
        "totalRevenue growthRate comparisons { kind start end values { totalRevenue totalOrders } }",
        {
            "dateRange": {"startDate": "2024-03-25", "endDate": "2024-03-31"},
            "compare": [
                {"kind": "SAME_WEEKDAYS_LAST_YEAR"},
                {"kind": "CUSTOM", "startDate": "2024-03-18", "endDate": "2024-03-24"},
            ],
            "filters": {"branch": {"in": ["Nairobi", "Kisumu"]}},
        },
    ),
    Example(
        "profitabilityMetrics",
        "From gross revenue to profit",
        "steps { step value } profitMargin returnRate",
        {"period": "QUARTER"},
    ),
    Example(
        "salesTrends",
        "Revenue by month with its moving average",
        "points { label value movingAverage status comparisons { label value } }",
        {"period": "QUARTER", "metric": "REVENUE", "grain": "MONTH", "movingAverage": 3, "compare": _LAST_YEAR},
    ),
    Example(
        "branchTrends",
        "Margin of each branch, month by month",
        "series { key points { label value } }",
        {"period": "QUARTER", "metric": "MARGIN", "grain": "MONTH"},
    ),
    Example(
        "salespersonLeaderboard",
        "Who sells at a profit?",
        f"rank rankChange salesperson {_COMMON} commission quotaAttainment",
        {"period": "YEAR", "sortBy": "PROFIT", "limit": 3},
    ),
    Example(
        "topProducts",
        "Products that bring the most, with their ABC class",
        f"product {_COMMON} unitsSold abcClass",
        {"period": "LAST_12_MONTHS", "sortBy": "PROFIT", "limit": 3},
    ),
    Example(
        "topProducts",
        "The fastest growing among those whose name holds 'maize'",
        "product revenue growthRate",
        {"period": "YEAR", "sortBy": "GROWTH", "search": "maize", "compare": _LAST_YEAR},
    ),
    Example("productLines", "Product lines against each other", f"productLine {_COMMON}", {"period": "YEAR"}),
    Example(
        "categoryBreakdown",
        "Item groups of one line",
        f"itemGroup {_COMMON}",
        {
            "period": "YEAR",
            "limit": 3,
            "filters": {"productLine": {"in": ["Farm Inputs", "Solar"]}},
        },
    ),
    Example(
        "branchPerformance",
        "Branches against each other",
        f"branch {_COMMON} orders customers averageOrderValue",
        {"period": "YEAR", "sortBy": "PROFIT", "limit": 3},
    ),
    Example(
        "topCustomers",
        "The customers who bring the most",
        "customer revenue profit orders firstPurchase lastPurchase recencyDays tenureDays segment lifetimeValue",
        {"period": "ALL", "sortBy": "PROFIT", "limit": 2},
    ),
    Example(
        "marginAnalysis",
        "Margins by account",
        "member revenue profit profitMargin share",
        {"period": "YEAR", "groupBy": "ACCOUNT"},
    ),
    Example(
        "salespersonProductMix",
        "What one salesperson sells, by line",
        "salesperson productLine revenue profit share growthRate",
        {"period": "YEAR", "filters": {"salesperson": {"in": ["Wanjiru Kamau"]}}},
    ),
    Example(
        "productPerformance",
        "One product in all that is known of it",
        "product revenue profit rank abcClass averageSellingPrice categories { productLine itemGroup } "
        "returns { returnsValue returnRate } series { points { label value } } branches { branch revenue share } "
        "customers { customer revenue }",
        {"productId": "Cement 50 kg", "period": "QUARTER", "grain": "MONTH"},
    ),
    Example(
        "branchProductHeatmap",
        "Profit of each branch in each product line",
        "branch productLine value share growthRate",
        {"period": "YEAR", "metric": "PROFIT"},
    ),
    Example(
        "returnsAnalysis",
        "Whose sales come back",
        "salesperson returnsValue returnRate returnShare unitsReturned",
        {"period": "YEAR", "groupBy": "SALESPERSON", "limit": 3},
    ),
    Example(
        "hourlySales",
        "Orders by weekday and hour",
        "weekday hour value",
        {"period": "QUARTER", "metric": "ORDERS"},
    ),
    Example(
        "customerProfile",
        "One customer's purchase history",
        "customer segment rank rfm { recency frequency monetary } lifetimeValue purchases recencyDays tenureDays "
        "lifetime { revenue profit orders } productLines { productLine revenue share } "
        "months { month revenue orders } lastLines { time product revenue }",
        {"customerId": "Umoja Traders Nairobi", "period": "YEAR"},
    ),
    Example(
        "customerSegments",
        "How many customers of each class, and what they bring",
        "segment customers customerShare revenue profit share growthRate",
        {"period": "YEAR", "compare": _LAST_YEAR},
    ),
    Example(
        "customerLifetimeValue",
        "What a customer is worth, and on what model that rests",
        "customer historicValue expectedValue lifetimeValue expectedPurchases probabilityAlive "
        "model { r alpha a b p q gamma customers repeatCustomers }",
        {"customerId": "Umoja Traders Nairobi"},
    ),
    Example(
        "customerRetention",
        "Who comes back, by the month of the first purchase",
        "cohort customers months { month label customers retention revenue }",
        {"period": "QUARTER"},
    ),
    Example(
        "basketPairs",
        "What is bought together",
        "productA productB orders support confidence lift",
        {"period": "YEAR", "limit": 3},
    ),
    Example(
        "changeDrivers",
        "Why did profit change against the year before?",
        "change parts { kind value } members { kind member value } beyond { members value }",
        {"period": "YEAR", "metric": "PROFIT", "dimension": "productLine", "compare": _LAST_YEAR, "limit": 2},
    ),
    Example(
        "explore",
        "Revenue and margin by branch and line, the best line of each branch",
        "columns { name kind unit } rows",
        {
            "measures": ["netRevenue", "profitMargin"],
            "dimensions": ["branch", "productLine"],
            "period": "YEAR",
            "compare": [],
            "top": {"n": 1, "per": "branch"},
            "sort": [{"field": "netRevenue", "order": "DESC"}],
        },
    ),
    Example(
        "explore",
        "A pivot: lines in rows, quarters in columns",
        "columns { name kind unit } rows",
        {
            "measures": ["netRevenue"],
            "dimensions": ["productLine"],
            "columns": ["time"],
            "grain": "QUARTER",
            "period": "YEAR",
            "compare": [],
        },
    ),
    Example(
        "explore",
        "Salespeople with more than a million in revenue and a margin under a fifth",
        "columns { name } rows",
        {
            "measures": ["netRevenue", "profitMargin"],
            "dimensions": ["salesperson"],
            "period": "YEAR",
            "compare": [],
            "having": [
                {"measure": "netRevenue", "op": ">", "value": 1000000},
                {"measure": "profitMargin", "op": "<", "value": 0.2},
            ],
            "limit": 3,
        },
    ),
    Example("filterOptions", "Branches to choose from", "value count firstSale", {"dimension": "branch", "limit": 3}),
    Example("dataRange", "What is loaded", "start end lastSale lines", {}),
    Example("dataVersion", "Which version answers", "currency timezone weekStart fiscalYearStart", {}),
    Example("catalog", "What can be asked", "measures { name unit formula }", {}),
)
