/* Written by codegen.js from the operations and backend/schema.graphql. */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AbcClass =
  | 'A'
  | 'B'
  | 'C';

export type BasketPairsSort =
  | 'ORDERS'
  | 'SUPPORT'
  | 'CONFIDENCE'
  | 'LIFT';

export type BranchSort =
  | 'REVENUE'
  | 'PROFIT'
  | 'UNITS'
  | 'MARGIN'
  | 'GROWTH'
  | 'ORDERS'
  | 'BRANCH'
  | 'GROSS_REVENUE'
  | 'RETURN_RATE'
  | 'AVERAGE_ORDER_VALUE'
  | 'CUSTOMERS'
  | 'SHARE'
  | 'TARGET'
  | 'QUOTA_ATTAINMENT'
  | 'PACE';

export type ChangePart =
  | 'NEW'
  | 'LOST'
  | 'KEPT'
  | 'PRICE'
  | 'VOLUME'
  | 'MIX'
  | 'RETURNS'
  | 'COST'
  | 'OTHER';

export type Comparison =
  | 'PREVIOUS_PERIOD'
  | 'PREVIOUS_YEAR'
  | 'SAME_WEEKDAYS_LAST_YEAR'
  | 'CUSTOM';

export type ComparisonInput = {
  kind: Comparison;
  startDate?: string | null | undefined;
  endDate?: string | null | undefined;
};

export type CustomerSort =
  | 'REVENUE'
  | 'PROFIT'
  | 'UNITS'
  | 'MARGIN'
  | 'GROWTH'
  | 'ORDERS'
  | 'CUSTOMER'
  | 'GROSS_REVENUE'
  | 'RETURN_RATE'
  | 'AVERAGE_ORDER_VALUE'
  | 'SHARE'
  | 'FIRST_PURCHASE'
  | 'LAST_PURCHASE'
  | 'RECENCY_DAYS'
  | 'TENURE_DAYS'
  | 'SEGMENT'
  | 'LIFETIME_VALUE';

export type DateRangeInput = {
  /** first day or instant */
  startDate: string;
  /** last day, or instant */
  endDate: string;
};

export type DimensionFilter = {
  /** members to keep */
  in?: Array<string> | null | undefined;
  /** members to drop */
  notIn?: Array<string> | null | undefined;
  /** part of the member's name, upper or lower case */
  contains?: string | null | undefined;
  /** lines without a member, or with one */
  isNull?: boolean | null | undefined;
};

export type Grain =
  | 'HOUR'
  | 'DAY'
  | 'WEEK'
  | 'MONTH'
  | 'QUARTER'
  | 'YEAR';

export type GroupBy =
  | 'PRODUCT'
  | 'PRODUCT_LINE'
  | 'ITEM_GROUP'
  | 'BRANCH'
  | 'SALESPERSON'
  | 'CUSTOMER'
  | 'ACCOUNT';

export type HavingInput = {
  measure: string;
  /** = != < <= > >= */
  op: string;
  value: number;
};

export type MemberSort =
  | 'PROFIT'
  | 'REVENUE'
  | 'UNITS'
  | 'MARGIN'
  | 'GROWTH'
  | 'ORDERS'
  | 'MEMBER'
  | 'GROSS_REVENUE'
  | 'RETURN_RATE'
  | 'AVERAGE_ORDER_VALUE'
  | 'SHARE';

export type Metric =
  | 'REVENUE'
  | 'ORDERS'
  | 'CUSTOMERS'
  | 'AOV'
  | 'PROFIT'
  | 'MARGIN'
  | 'UNITS';

export type Period =
  | 'TODAY'
  | 'WEEK'
  | 'MONTH'
  | 'QUARTER'
  | 'YEAR'
  | 'CUSTOM'
  | 'LAST_7_DAYS'
  | 'LAST_30_DAYS'
  | 'LAST_90_DAYS'
  | 'LAST_12_MONTHS'
  | 'ALL';

export type ProductLineSort =
  | 'REVENUE'
  | 'PROFIT'
  | 'UNITS'
  | 'MARGIN'
  | 'GROWTH'
  | 'ORDERS'
  | 'PRODUCT_LINE'
  | 'GROSS_REVENUE'
  | 'RETURN_RATE'
  | 'AVERAGE_ORDER_VALUE'
  | 'SHARE'
  | 'TARGET'
  | 'QUOTA_ATTAINMENT'
  | 'PACE';

export type ProductSort =
  | 'REVENUE'
  | 'PROFIT'
  | 'UNITS'
  | 'MARGIN'
  | 'GROWTH'
  | 'ORDERS'
  | 'PRODUCT'
  | 'GROSS_REVENUE'
  | 'RETURN_RATE'
  | 'AVERAGE_ORDER_VALUE'
  | 'SHARE'
  | 'ABC_CLASS'
  | 'CUMULATIVE_SHARE';

export type SalesFilter = {
  product?: DimensionFilter | null | undefined;
  itemGroup?: DimensionFilter | null | undefined;
  productLine?: DimensionFilter | null | undefined;
  branch?: DimensionFilter | null | undefined;
  region?: DimensionFilter | null | undefined;
  salesperson?: DimensionFilter | null | undefined;
  customer?: DimensionFilter | null | undefined;
  account?: DimensionFilter | null | undefined;
  channel?: DimensionFilter | null | undefined;
  status?: DimensionFilter | null | undefined;
};

export type SalespersonProductMixSort =
  | 'PROFIT'
  | 'REVENUE'
  | 'UNITS'
  | 'MARGIN'
  | 'GROWTH'
  | 'ORDERS'
  | 'GROSS_REVENUE'
  | 'RETURN_RATE'
  | 'AVERAGE_ORDER_VALUE';

export type SalespersonSort =
  | 'PROFIT'
  | 'REVENUE'
  | 'UNITS'
  | 'MARGIN'
  | 'GROWTH'
  | 'ORDERS'
  | 'SALESPERSON'
  | 'GROSS_REVENUE'
  | 'RETURN_RATE'
  | 'AVERAGE_ORDER_VALUE'
  | 'SHARE'
  | 'COMMISSION'
  | 'TARGET'
  | 'QUOTA_ATTAINMENT'
  | 'PACE';

export type Segment =
  | 'PREMIUM'
  | 'REGULAR'
  | 'NEW'
  | 'AT_RISK'
  | 'CHURNED';

export type SortInput = {
  field: string;
  order?: SortOrder | null | undefined;
};

export type SortOrder =
  | 'ASC'
  | 'DESC';

export type TopInput = {
  n: number;
  per?: string | null | undefined;
};

export type ProvenanceFragment = { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null };

export type ShellFieldsFragment = { shellCatalog: { data: { measures: Array<{ name: string, label: string, unit: string, definition: string, formula: string, class: string, direction: string, loaded: boolean }>, dimensions: Array<{ name: string, label: string, definition: string, level: string, memberCount: number | null, loaded: boolean }> } | null }, shellRange: { data: { start: string | null, end: string | null, lastSale: string | null, notLoaded: unknown, lines: number, loaded: Array<{ start: string, end: string }>, gaps: Array<{ start: string, end: string }>, branches: Array<{ branch: string, loaded: Array<{ start: string, end: string }> }> } | null }, shellVersion: { data: { version: string, asOf: string | null, loadedAt: string, timezone: string, currency: string, weekStart: number, fiscalYearStart: number, catalogVersion: string, staleAfterHours: number, withdrawnCount: number, proof: { at: string, version: string, isEqual: boolean } | null } | null }, shellBranches: { data: Array<{ value: string | null }> | null }, shellLines: { data: Array<{ value: string | null }> | null } };

export type ShellPageQueryVariables = Exact<{
  shell: boolean;
}>;


export type ShellPageQuery = { dataVersion: { data: { version: string } | null } } & { shellCatalog?: { data: { measures: Array<{ name: string, label: string, unit: string, definition: string, formula: string, class: string, direction: string, loaded: boolean }>, dimensions: Array<{ name: string, label: string, definition: string, level: string, memberCount: number | null, loaded: boolean }> } | null }, shellRange?: { data: { start: string | null, end: string | null, lastSale: string | null, notLoaded: unknown, lines: number, loaded: Array<{ start: string, end: string }>, gaps: Array<{ start: string, end: string }>, branches: Array<{ branch: string, loaded: Array<{ start: string, end: string }> }> } | null }, shellVersion?: { data: { version: string, asOf: string | null, loadedAt: string, timezone: string, currency: string, weekStart: number, fiscalYearStart: number, catalogVersion: string, staleAfterHours: number, withdrawnCount: number, proof: { at: string, version: string, isEqual: boolean } | null } | null }, shellBranches?: { data: Array<{ value: string | null }> | null }, shellLines?: { data: Array<{ value: string | null }> | null } };

export type BranchPageQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  filters?: SalesFilter | null | undefined;
  compare?: Array<ComparisonInput> | ComparisonInput | null | undefined;
  timezone?: string | null | undefined;
  shell: boolean;
  metric: Metric;
  grain?: Grain | null | undefined;
  hourMetric: Metric;
  salespeopleSortBy: SalespersonSort;
  linesSortBy: ProductLineSort;
  customersSortBy: CustomerSort;
  order: SortOrder;
}>;


export type BranchPageQuery = { salesOverview: { data: { totalRevenue: number | null, grossProfit: number | null, profitMargin: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null, unitsSold: number | null, returnsValue: number | null, growthRate: number | null, comparisons: Array<{ kind: string, start: string, end: string, values: { totalRevenue: number | null, grossProfit: number | null, profitMargin: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null, unitsSold: number | null, returnsValue: number | null } | null, changes: { profitMargin: number | null }, growth: { totalRevenue: number | null, grossProfit: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null, unitsSold: number | null, returnsValue: number | null } }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, goal: { data: Array<{ branch: string | null, revenue: number | null, profit: number | null, unitsSold: number | null, target: number | null, targetMeasure: string | null, quotaAttainment: number | null, pace: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, salesTrends: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, changeDrivers: { data: { metric: string, dimension: string, now: number | null, then: number | null, change: number | null, parts: Array<{ kind: string, value: number | null }>, members: Array<{ kind: string, member: string | null, value: number | null, now: number | null, then: number | null }>, beyond: { members: number, value: number | null } } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, salespersonLeaderboard: { data: Array<{ salesperson: string | null, profit: number | null, revenue: number | null, profitMargin: number | null, growthRate: number | null, orders: number | null, returnRate: number | null, share: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, productLines: { data: Array<{ productLine: string | null, profit: number | null, revenue: number | null, profitMargin: number | null, growthRate: number | null, orders: number | null, returnRate: number | null, share: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, topCustomers: { data: Array<{ customer: string | null, profit: number | null, revenue: number | null, profitMargin: number | null, growthRate: number | null, orders: number | null, returnRate: number | null, share: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, hourlySales: { data: Array<{ weekday: number, hour: number, value: number | null, days: number, comparisons: Array<{ kind: string, value: number | null }>, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } } & { shellCatalog?: { data: { measures: Array<{ name: string, label: string, unit: string, definition: string, formula: string, class: string, direction: string, loaded: boolean }>, dimensions: Array<{ name: string, label: string, definition: string, level: string, memberCount: number | null, loaded: boolean }> } | null }, shellRange?: { data: { start: string | null, end: string | null, lastSale: string | null, notLoaded: unknown, lines: number, loaded: Array<{ start: string, end: string }>, gaps: Array<{ start: string, end: string }>, branches: Array<{ branch: string, loaded: Array<{ start: string, end: string }> }> } | null }, shellVersion?: { data: { version: string, asOf: string | null, loadedAt: string, timezone: string, currency: string, weekStart: number, fiscalYearStart: number, catalogVersion: string, staleAfterHours: number, withdrawnCount: number, proof: { at: string, version: string, isEqual: boolean } | null } | null }, shellBranches?: { data: Array<{ value: string | null }> | null }, shellLines?: { data: Array<{ value: string | null }> | null } };

export type BranchesPageQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  filters?: SalesFilter | null | undefined;
  compare?: Array<ComparisonInput> | ComparisonInput | null | undefined;
  timezone?: string | null | undefined;
  shell: boolean;
  sortBy: BranchSort;
  order: SortOrder;
  after?: string | null | undefined;
  metric: Metric;
  grain?: Grain | null | undefined;
  cellMetric: Metric;
  hourMetric: Metric;
}>;


export type BranchesPageQuery = { branchPerformance: { data: Array<{ branch: string | null, profit: number | null, revenue: number | null, profitMargin: number | null, growthRate: number | null, orders: number | null, customers: number | null, averageOrderValue: number | null, returnRate: number | null, share: number | null, target: number | null, quotaAttainment: number | null, pace: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, branchTrends: { data: { series: Array<{ key: string | null, points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, branchProductHeatmap: { data: Array<{ branch: string | null, productLine: string | null, value: number | null, share: number | null, growthRate: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, hourlySales: { data: Array<{ weekday: number, hour: number, value: number | null, days: number, comparisons: Array<{ kind: string, value: number | null }>, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } } & { shellCatalog?: { data: { measures: Array<{ name: string, label: string, unit: string, definition: string, formula: string, class: string, direction: string, loaded: boolean }>, dimensions: Array<{ name: string, label: string, definition: string, level: string, memberCount: number | null, loaded: boolean }> } | null }, shellRange?: { data: { start: string | null, end: string | null, lastSale: string | null, notLoaded: unknown, lines: number, loaded: Array<{ start: string, end: string }>, gaps: Array<{ start: string, end: string }>, branches: Array<{ branch: string, loaded: Array<{ start: string, end: string }> }> } | null }, shellVersion?: { data: { version: string, asOf: string | null, loadedAt: string, timezone: string, currency: string, weekStart: number, fiscalYearStart: number, catalogVersion: string, staleAfterHours: number, withdrawnCount: number, proof: { at: string, version: string, isEqual: boolean } | null } | null }, shellBranches?: { data: Array<{ value: string | null }> | null }, shellLines?: { data: Array<{ value: string | null }> | null } };

export type CustomerPageQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  filters?: SalesFilter | null | undefined;
  compare?: Array<ComparisonInput> | ComparisonInput | null | undefined;
  timezone?: string | null | undefined;
  shell: boolean;
  name: string | number;
  ownFilters?: SalesFilter | null | undefined;
}>;


export type CustomerPageQuery = { customerProfile: { data: { customer: string, segment: string | null, rank: number | null, customersRanked: number, purchases: number, purchaseDays: number, activeMonths: number, firstPurchase: string | null, lastPurchase: string | null, recencyDays: number | null, tenureDays: number | null, purchasesPerActiveMonth: number | null, meanDaysBetweenPurchases: number | null, growthRate: number | null, rfm: { recency: number, frequency: number, monetary: number } | null, window: { revenue: number | null, grossRevenue: number | null, profit: number | null, profitMargin: number | null, returnRate: number | null, orders: number | null, averageOrderValue: number | null, unitsSold: number | null, returnsValue: number | null, lines: number | null } | null, lifetime: { revenue: number | null, grossRevenue: number | null, profit: number | null, profitMargin: number | null, returnRate: number | null, orders: number | null, averageOrderValue: number | null, unitsSold: number | null, returnsValue: number | null, lines: number | null } | null, comparisons: Array<{ kind: string, start: string, end: string, changes: { profitMargin: number | null }, growth: { revenue: number | null, profit: number | null, orders: number | null, averageOrderValue: number | null } }>, months: Array<{ month: string, status: string, revenue: number | null, orders: number | null, purchases: number | null }>, lastLines: Array<{ time: string, orderId: string | null, product: string | null, branch: string | null, salesperson: string | null, unitsSold: number | null, unitsReturned: number | null, grossRevenue: number | null, returnsValue: number | null, revenue: number, profit: number | null, nulls: Array<{ field: string, code: string }> | null }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, customerLifetimeValue: { data: { historicValue: number, expectedValue: number | null, lifetimeValue: number | null, expectedPurchases: number | null, expectedPurchaseValue: number | null, probabilityAlive: number | null, purchaseDays: number, firstPurchase: string | null, lastPurchase: string | null, recencyWeeks: number | null, ageWeeks: number | null, rank: number | null, horizonWeeks: number, model: { r: number, alpha: number, a: number, b: number, p: number, q: number, gamma: number, customers: number, repeatCustomers: number, asOf: string, converged: boolean } } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, bought: { data: Array<{ product: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, unitsSold: number | null, orders: number | null, share: number | null, growthRate: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } } & { shellCatalog?: { data: { measures: Array<{ name: string, label: string, unit: string, definition: string, formula: string, class: string, direction: string, loaded: boolean }>, dimensions: Array<{ name: string, label: string, definition: string, level: string, memberCount: number | null, loaded: boolean }> } | null }, shellRange?: { data: { start: string | null, end: string | null, lastSale: string | null, notLoaded: unknown, lines: number, loaded: Array<{ start: string, end: string }>, gaps: Array<{ start: string, end: string }>, branches: Array<{ branch: string, loaded: Array<{ start: string, end: string }> }> } | null }, shellVersion?: { data: { version: string, asOf: string | null, loadedAt: string, timezone: string, currency: string, weekStart: number, fiscalYearStart: number, catalogVersion: string, staleAfterHours: number, withdrawnCount: number, proof: { at: string, version: string, isEqual: boolean } | null } | null }, shellBranches?: { data: Array<{ value: string | null }> | null }, shellLines?: { data: Array<{ value: string | null }> | null } };

export type CustomersPageQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  filters?: SalesFilter | null | undefined;
  compare?: Array<ComparisonInput> | ComparisonInput | null | undefined;
  timezone?: string | null | undefined;
  shell: boolean;
  sortBy?: CustomerSort | null | undefined;
  order?: SortOrder | null | undefined;
  after?: string | null | undefined;
  segment?: Segment | null | undefined;
  listPeriod: Period;
  listRange?: DateRangeInput | null | undefined;
  listCompare?: Array<ComparisonInput> | ComparisonInput | null | undefined;
  search?: string | null | undefined;
  retentionPeriod: Period;
  retentionRange?: DateRangeInput | null | undefined;
}>;


export type CustomersPageQuery = { customerSegments: { data: Array<{ segment: string, customers: number, customerShare: number | null, meanRecencyDays: number | null, revenue: number | null, profit: number | null, share: number | null, growthRate: number | null, orders: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, topCustomers: { data: Array<{ customer: string | null, revenue: number | null, profit: number | null, orders: number | null, firstPurchase: string | null, lastPurchase: string | null, recencyDays: number | null, segment: string | null, share: number | null, lifetimeValue: number | null, growthRate: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, customerRetention: { data: Array<{ cohort: string, customers: number, months: Array<{ month: number, label: string, status: string, customers: number | null, retention: number | null, revenue: number | null }> }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } } & { shellCatalog?: { data: { measures: Array<{ name: string, label: string, unit: string, definition: string, formula: string, class: string, direction: string, loaded: boolean }>, dimensions: Array<{ name: string, label: string, definition: string, level: string, memberCount: number | null, loaded: boolean }> } | null }, shellRange?: { data: { start: string | null, end: string | null, lastSale: string | null, notLoaded: unknown, lines: number, loaded: Array<{ start: string, end: string }>, gaps: Array<{ start: string, end: string }>, branches: Array<{ branch: string, loaded: Array<{ start: string, end: string }> }> } | null }, shellVersion?: { data: { version: string, asOf: string | null, loadedAt: string, timezone: string, currency: string, weekStart: number, fiscalYearStart: number, catalogVersion: string, staleAfterHours: number, withdrawnCount: number, proof: { at: string, version: string, isEqual: boolean } | null } | null }, shellBranches?: { data: Array<{ value: string | null }> | null }, shellLines?: { data: Array<{ value: string | null }> | null } };

export type DataPageQueryVariables = Exact<{
  shell: boolean;
}>;


export type DataPageQuery = { loadedDays: { data: { start: string | null, end: string | null, lastSale: string | null, lines: number, notLoaded: unknown, loaded: Array<{ start: string, end: string }>, gaps: Array<{ start: string, end: string }>, branches: Array<{ branch: string, loaded: Array<{ start: string, end: string }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } } & { shellCatalog?: { data: { measures: Array<{ name: string, label: string, unit: string, definition: string, formula: string, class: string, direction: string, loaded: boolean }>, dimensions: Array<{ name: string, label: string, definition: string, level: string, memberCount: number | null, loaded: boolean }> } | null }, shellRange?: { data: { start: string | null, end: string | null, lastSale: string | null, notLoaded: unknown, lines: number, loaded: Array<{ start: string, end: string }>, gaps: Array<{ start: string, end: string }>, branches: Array<{ branch: string, loaded: Array<{ start: string, end: string }> }> } | null }, shellVersion?: { data: { version: string, asOf: string | null, loadedAt: string, timezone: string, currency: string, weekStart: number, fiscalYearStart: number, catalogVersion: string, staleAfterHours: number, withdrawnCount: number, proof: { at: string, version: string, isEqual: boolean } | null } | null }, shellBranches?: { data: Array<{ value: string | null }> | null }, shellLines?: { data: Array<{ value: string | null }> | null } };

export type ExplorePageQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  filters?: SalesFilter | null | undefined;
  compare?: Array<ComparisonInput> | ComparisonInput | null | undefined;
  timezone?: string | null | undefined;
  shell: boolean;
  measures: Array<string> | string;
  dimensions?: Array<string> | string | null | undefined;
  columns?: Array<string> | string | null | undefined;
  grain?: Grain | null | undefined;
  having?: Array<HavingInput> | HavingInput | null | undefined;
  sort?: Array<SortInput> | SortInput | null | undefined;
  top?: TopInput | null | undefined;
  limit?: number | null | undefined;
  totals?: boolean | null | undefined;
  others?: boolean | null | undefined;
}>;


export type ExplorePageQuery = { explored: { data: { rows: unknown, columns: Array<{ name: string, label: string, kind: string, unit: string, measure: string | null, members: unknown, bucket: string | null }>, subtotals: Array<{ level: number, rows: unknown, nulls: Array<{ field: string, code: string }> | null }>, others: { rows: unknown, nulls: Array<{ field: string, code: string }> | null } | null } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } } & { shellCatalog?: { data: { measures: Array<{ name: string, label: string, unit: string, definition: string, formula: string, class: string, direction: string, loaded: boolean }>, dimensions: Array<{ name: string, label: string, definition: string, level: string, memberCount: number | null, loaded: boolean }> } | null }, shellRange?: { data: { start: string | null, end: string | null, lastSale: string | null, notLoaded: unknown, lines: number, loaded: Array<{ start: string, end: string }>, gaps: Array<{ start: string, end: string }>, branches: Array<{ branch: string, loaded: Array<{ start: string, end: string }> }> } | null }, shellVersion?: { data: { version: string, asOf: string | null, loadedAt: string, timezone: string, currency: string, weekStart: number, fiscalYearStart: number, catalogVersion: string, staleAfterHours: number, withdrawnCount: number, proof: { at: string, version: string, isEqual: boolean } | null } | null }, shellBranches?: { data: Array<{ value: string | null }> | null }, shellLines?: { data: Array<{ value: string | null }> | null } };

export type OverviewPageQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  filters?: SalesFilter | null | undefined;
  compare?: Array<ComparisonInput> | ComparisonInput | null | undefined;
  timezone?: string | null | undefined;
  grain?: Grain | null | undefined;
  driverMetric: Metric;
  driverDimension: string;
  peopleSort: SalespersonSort;
  lineSort: ProductLineSort;
  branchSort: BranchSort;
  customerSort: CustomerSort;
  shell: boolean;
}>;


export type OverviewPageQuery = { salesOverview: { data: { growthRate: number | null, totalRevenue: number | null, grossRevenue: number | null, returnsValue: number | null, returnRate: number | null, grossProfit: number | null, profitMargin: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null, unitsSold: number | null, comparisons: Array<{ kind: string, start: string, end: string, changes: { profitMargin: number | null }, growth: { totalRevenue: number | null, grossProfit: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null } }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, revenue: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, profit: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, margin: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, orders: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, aov: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, customers: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, changeDrivers: { data: { metric: string, dimension: string, change: number | null, now: number | null, then: number | null, parts: Array<{ kind: string, value: number | null }>, members: Array<{ kind: string, member: string | null, value: number | null }>, beyond: { members: number, value: number | null }, reversals: Array<{ measure: string, rose: boolean, members: number }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, salespersonLeaderboard: { data: Array<{ salesperson: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, orders: number | null, averageOrderValue: number | null, growthRate: number | null, rank: number | null, rankChange: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, productLines: { data: Array<{ productLine: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, orders: number | null, averageOrderValue: number | null, growthRate: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, branchPerformance: { data: Array<{ branch: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, orders: number | null, averageOrderValue: number | null, growthRate: number | null, customers: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, topCustomers: { data: Array<{ customer: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, orders: number | null, averageOrderValue: number | null, growthRate: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } } & { shellCatalog?: { data: { measures: Array<{ name: string, label: string, unit: string, definition: string, formula: string, class: string, direction: string, loaded: boolean }>, dimensions: Array<{ name: string, label: string, definition: string, level: string, memberCount: number | null, loaded: boolean }> } | null }, shellRange?: { data: { start: string | null, end: string | null, lastSale: string | null, notLoaded: unknown, lines: number, loaded: Array<{ start: string, end: string }>, gaps: Array<{ start: string, end: string }>, branches: Array<{ branch: string, loaded: Array<{ start: string, end: string }> }> } | null }, shellVersion?: { data: { version: string, asOf: string | null, loadedAt: string, timezone: string, currency: string, weekStart: number, fiscalYearStart: number, catalogVersion: string, staleAfterHours: number, withdrawnCount: number, proof: { at: string, version: string, isEqual: boolean } | null } | null }, shellBranches?: { data: Array<{ value: string | null }> | null }, shellLines?: { data: Array<{ value: string | null }> | null } };

export type ProductPageQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  filters?: SalesFilter | null | undefined;
  compare?: Array<ComparisonInput> | ComparisonInput | null | undefined;
  timezone?: string | null | undefined;
  shell: boolean;
  name: string | number;
  metric?: Metric | null | undefined;
  grain?: Grain | null | undefined;
  priceGrain: Grain;
  ownFilters?: SalesFilter | null | undefined;
  pairFilters?: SalesFilter | null | undefined;
  pairSort?: BasketPairsSort | null | undefined;
  pairOrder?: SortOrder | null | undefined;
  pairLimit: number;
}>;


export type ProductPageQuery = { productPerformance: { data: { product: string, rank: number | null, abcClass: string | null, share: number | null, growthRate: number | null, averageSellingPriceChange: number | null, firstSale: string | null, lastSale: string | null, revenue: number | null, grossRevenue: number | null, profit: number | null, profitMargin: number | null, returnRate: number | null, orders: number | null, averageOrderValue: number | null, unitsSold: number | null, averageSellingPrice: number | null, categories: Array<{ productLine: string | null, itemGroup: string | null }>, returns: { returnsValue: number | null, unitsReturned: number | null, returnRate: number | null, returnShare: number | null }, comparisons: Array<{ kind: string, start: string, end: string, values: { revenue: number | null, grossRevenue: number | null, profit: number | null, profitMargin: number | null, returnRate: number | null, orders: number | null, averageOrderValue: number | null, unitsSold: number | null, averageSellingPrice: number | null, returnsValue: number | null, unitsReturned: number | null } | null, changes: { profitMargin: number | null, returnRate: number | null }, growth: { revenue: number | null, profit: number | null, unitsSold: number | null, averageSellingPrice: number | null, orders: number | null, returnsValue: number | null } }>, series: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> }, branches: Array<{ branch: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, growthRate: number | null, share: number | null, unitsSold: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, salespeople: Array<{ salesperson: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, growthRate: number | null, share: number | null, unitsSold: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, customers: Array<{ customer: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, growthRate: number | null, share: number | null, unitsSold: number | null, nulls: Array<{ field: string, code: string }> | null }> | null } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, priceByTime: { data: { rows: unknown, columns: Array<{ name: string, label: string, kind: string, unit: string }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, basketPairs: { data: Array<{ productA: string | null, productB: string | null, orders: number | null, support: number | null, confidence: number | null, confidenceBack: number | null, lift: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } } & { shellCatalog?: { data: { measures: Array<{ name: string, label: string, unit: string, definition: string, formula: string, class: string, direction: string, loaded: boolean }>, dimensions: Array<{ name: string, label: string, definition: string, level: string, memberCount: number | null, loaded: boolean }> } | null }, shellRange?: { data: { start: string | null, end: string | null, lastSale: string | null, notLoaded: unknown, lines: number, loaded: Array<{ start: string, end: string }>, gaps: Array<{ start: string, end: string }>, branches: Array<{ branch: string, loaded: Array<{ start: string, end: string }> }> } | null }, shellVersion?: { data: { version: string, asOf: string | null, loadedAt: string, timezone: string, currency: string, weekStart: number, fiscalYearStart: number, catalogVersion: string, staleAfterHours: number, withdrawnCount: number, proof: { at: string, version: string, isEqual: boolean } | null } | null }, shellBranches?: { data: Array<{ value: string | null }> | null }, shellLines?: { data: Array<{ value: string | null }> | null } };

export type ProductsPageQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  filters?: SalesFilter | null | undefined;
  compare?: Array<ComparisonInput> | ComparisonInput | null | undefined;
  timezone?: string | null | undefined;
  shell: boolean;
  sortBy?: ProductSort | null | undefined;
  order?: SortOrder | null | undefined;
  after?: string | null | undefined;
  abcClass?: AbcClass | null | undefined;
  search?: string | null | undefined;
  returnsBy?: GroupBy | null | undefined;
  pairFilters?: SalesFilter | null | undefined;
  pairSort?: BasketPairsSort | null | undefined;
  pairOrder?: SortOrder | null | undefined;
  pairLimit: number;
}>;


export type ProductsPageQuery = { productLines: { data: Array<{ productLine: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, growthRate: number | null, returnRate: number | null, share: number | null, unitsSold: number | null, orders: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, topProducts: { data: Array<{ product: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, growthRate: number | null, returnRate: number | null, share: number | null, unitsSold: number | null, orders: number | null, abcClass: string | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, pareto: { data: Array<{ product: string | null, revenue: number | null, share: number | null, cumulativeShare: number | null, abcClass: string | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, returnsAnalysis: { data: Array<{ member: string | null, returnsValue: number | null, returnRate: number | null, unitsReturned: number | null, returnShare: number | null, revenue: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, basketPairs: { data: Array<{ productA: string | null, productB: string | null, orders: number | null, support: number | null, confidence: number | null, confidenceBack: number | null, lift: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } } & { shellCatalog?: { data: { measures: Array<{ name: string, label: string, unit: string, definition: string, formula: string, class: string, direction: string, loaded: boolean }>, dimensions: Array<{ name: string, label: string, definition: string, level: string, memberCount: number | null, loaded: boolean }> } | null }, shellRange?: { data: { start: string | null, end: string | null, lastSale: string | null, notLoaded: unknown, lines: number, loaded: Array<{ start: string, end: string }>, gaps: Array<{ start: string, end: string }>, branches: Array<{ branch: string, loaded: Array<{ start: string, end: string }> }> } | null }, shellVersion?: { data: { version: string, asOf: string | null, loadedAt: string, timezone: string, currency: string, weekStart: number, fiscalYearStart: number, catalogVersion: string, staleAfterHours: number, withdrawnCount: number, proof: { at: string, version: string, isEqual: boolean } | null } | null }, shellBranches?: { data: Array<{ value: string | null }> | null }, shellLines?: { data: Array<{ value: string | null }> | null } };

export type ProfitPageQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  filters?: SalesFilter | null | undefined;
  compare?: Array<ComparisonInput> | ComparisonInput | null | undefined;
  timezone?: string | null | undefined;
  grain?: Grain | null | undefined;
  driverMetric: Metric;
  driverDimension: string;
  driverPart?: ChangePart | null | undefined;
  marginBy: GroupBy;
  sortBy: MemberSort;
  order: SortOrder;
  returnsBy: GroupBy;
  shell: boolean;
}>;


export type ProfitPageQuery = { profitabilityMetrics: { data: { grossRevenue: number | null, returnsValue: number | null, revenue: number | null, totalCost: number | null, profit: number | null, profitMargin: number | null, returnRate: number | null, comparisons: Array<{ kind: string, start: string, end: string, values: { grossRevenue: number | null, returnsValue: number | null, revenue: number | null, totalCost: number | null, profit: number | null, profitMargin: number | null, returnRate: number | null } | null }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, changeDrivers: { data: { metric: string, dimension: string, part: string | null, change: number | null, now: number | null, then: number | null, parts: Array<{ kind: string, value: number | null }>, members: Array<{ kind: string, member: string | null, value: number | null, now: number | null, then: number | null }>, beyond: { members: number, value: number | null }, reversals: Array<{ measure: string, rose: boolean, members: number }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, marginAnalysis: { data: Array<{ member: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, growthRate: number | null, unitsSold: number | null, returnRate: number | null, share: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, salesTrends: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, returnsAnalysis: { data: Array<{ member: string | null, returnsValue: number | null, returnRate: number | null, unitsReturned: number | null, returnShare: number | null, revenue: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } } & { shellCatalog?: { data: { measures: Array<{ name: string, label: string, unit: string, definition: string, formula: string, class: string, direction: string, loaded: boolean }>, dimensions: Array<{ name: string, label: string, definition: string, level: string, memberCount: number | null, loaded: boolean }> } | null }, shellRange?: { data: { start: string | null, end: string | null, lastSale: string | null, notLoaded: unknown, lines: number, loaded: Array<{ start: string, end: string }>, gaps: Array<{ start: string, end: string }>, branches: Array<{ branch: string, loaded: Array<{ start: string, end: string }> }> } | null }, shellVersion?: { data: { version: string, asOf: string | null, loadedAt: string, timezone: string, currency: string, weekStart: number, fiscalYearStart: number, catalogVersion: string, staleAfterHours: number, withdrawnCount: number, proof: { at: string, version: string, isEqual: boolean } | null } | null }, shellBranches?: { data: Array<{ value: string | null }> | null }, shellLines?: { data: Array<{ value: string | null }> | null } };

export type SalespeoplePageQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  filters?: SalesFilter | null | undefined;
  compare?: Array<ComparisonInput> | ComparisonInput | null | undefined;
  timezone?: string | null | undefined;
  shell: boolean;
  sortBy: SalespersonSort;
  order: SortOrder;
  after?: string | null | undefined;
  sparkPeriod: Period;
  sparkRange?: DateRangeInput | null | undefined;
  focus?: SalesFilter | null | undefined;
  mixSortBy: SalespersonProductMixSort;
  measures: Array<string> | string;
  grain?: Grain | null | undefined;
  courseSort?: Array<SortInput> | SortInput | null | undefined;
  drawn: number;
}>;


export type SalespeoplePageQuery = { salespersonLeaderboard: { data: Array<{ rank: number | null, rankChange: number | null, salesperson: string | null, profit: number | null, revenue: number | null, profitMargin: number | null, growthRate: number | null, unitsSold: number | null, orders: number | null, averageOrderValue: number | null, returnRate: number | null, share: number | null, commission: number | null, quotaAttainment: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, sparks: { data: { rows: unknown, columns: Array<{ name: string, label: string, kind: string, members: unknown }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, salespersonProductMix: { data: Array<{ salesperson: string | null, productLine: string | null, revenue: number | null, profit: number | null, share: number | null, profitShare: number | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, courses: { data: { rows: unknown, columns: Array<{ name: string, label: string, kind: string, members: unknown }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } } & { shellCatalog?: { data: { measures: Array<{ name: string, label: string, unit: string, definition: string, formula: string, class: string, direction: string, loaded: boolean }>, dimensions: Array<{ name: string, label: string, definition: string, level: string, memberCount: number | null, loaded: boolean }> } | null }, shellRange?: { data: { start: string | null, end: string | null, lastSale: string | null, notLoaded: unknown, lines: number, loaded: Array<{ start: string, end: string }>, gaps: Array<{ start: string, end: string }>, branches: Array<{ branch: string, loaded: Array<{ start: string, end: string }> }> } | null }, shellVersion?: { data: { version: string, asOf: string | null, loadedAt: string, timezone: string, currency: string, weekStart: number, fiscalYearStart: number, catalogVersion: string, staleAfterHours: number, withdrawnCount: number, proof: { at: string, version: string, isEqual: boolean } | null } | null }, shellBranches?: { data: Array<{ value: string | null }> | null }, shellLines?: { data: Array<{ value: string | null }> | null } };

export type SalespersonPageQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  filters?: SalesFilter | null | undefined;
  compare?: Array<ComparisonInput> | ComparisonInput | null | undefined;
  timezone?: string | null | undefined;
  shell: boolean;
  team?: SalesFilter | null | undefined;
  focus?: SalesFilter | null | undefined;
  mixSortBy: SalespersonProductMixSort;
  metric: Metric;
  grain?: Grain | null | undefined;
  branchesSortBy: BranchSort;
  customersSortBy: CustomerSort;
  order: SortOrder;
}>;


export type SalespersonPageQuery = { salesOverview: { data: { totalRevenue: number | null, grossProfit: number | null, profitMargin: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null, unitsSold: number | null, returnsValue: number | null, growthRate: number | null, comparisons: Array<{ kind: string, start: string, end: string, values: { totalRevenue: number | null, grossProfit: number | null, profitMargin: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null, unitsSold: number | null, returnsValue: number | null } | null, changes: { profitMargin: number | null }, growth: { totalRevenue: number | null, grossProfit: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null, unitsSold: number | null, returnsValue: number | null } }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, team: { data: Array<{ rank: number | null, rankChange: number | null, salesperson: string | null, commission: number | null, quotaAttainment: number | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, salesTrends: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, changeDrivers: { data: { metric: string, dimension: string, now: number | null, then: number | null, change: number | null, parts: Array<{ kind: string, value: number | null }>, members: Array<{ kind: string, member: string | null, value: number | null, now: number | null, then: number | null }>, beyond: { members: number, value: number | null } } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, salespersonProductMix: { data: Array<{ salesperson: string | null, productLine: string | null, revenue: number | null, profit: number | null, share: number | null, profitShare: number | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, branchPerformance: { data: Array<{ branch: string | null, profit: number | null, revenue: number | null, profitMargin: number | null, growthRate: number | null, orders: number | null, returnRate: number | null, share: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, topCustomers: { data: Array<{ customer: string | null, profit: number | null, revenue: number | null, profitMargin: number | null, growthRate: number | null, orders: number | null, returnRate: number | null, share: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, returnsAnalysis: { data: Array<{ member: string | null, returnsValue: number | null, unitsReturned: number | null, returnRate: number | null, returnShare: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } } & { shellCatalog?: { data: { measures: Array<{ name: string, label: string, unit: string, definition: string, formula: string, class: string, direction: string, loaded: boolean }>, dimensions: Array<{ name: string, label: string, definition: string, level: string, memberCount: number | null, loaded: boolean }> } | null }, shellRange?: { data: { start: string | null, end: string | null, lastSale: string | null, notLoaded: unknown, lines: number, loaded: Array<{ start: string, end: string }>, gaps: Array<{ start: string, end: string }>, branches: Array<{ branch: string, loaded: Array<{ start: string, end: string }> }> } | null }, shellVersion?: { data: { version: string, asOf: string | null, loadedAt: string, timezone: string, currency: string, weekStart: number, fiscalYearStart: number, catalogVersion: string, staleAfterHours: number, withdrawnCount: number, proof: { at: string, version: string, isEqual: boolean } | null } | null }, shellBranches?: { data: Array<{ value: string | null }> | null }, shellLines?: { data: Array<{ value: string | null }> | null } };

export type BranchLinesFragment = { branchProductHeatmap: { data: Array<{ branch: string | null, productLine: string | null, value: number | null, share: number | null, growthRate: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type BranchTargetFragment = { goal: { data: Array<{ branch: string | null, revenue: number | null, profit: number | null, unitsSold: number | null, target: number | null, targetMeasure: string | null, quotaAttainment: number | null, pace: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type BranchesTableFragment = { branchPerformance: { data: Array<{ branch: string | null, profit: number | null, revenue: number | null, profitMargin: number | null, growthRate: number | null, orders: number | null, customers: number | null, averageOrderValue: number | null, returnRate: number | null, share: number | null, target: number | null, quotaAttainment: number | null, pace: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type BranchesTrendFragment = { branchTrends: { data: { series: Array<{ key: string | null, points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type CustomerClassesFragment = { customerSegments: { data: Array<{ segment: string, customers: number, customerShare: number | null, meanRecencyDays: number | null, revenue: number | null, profit: number | null, share: number | null, growthRate: number | null, orders: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type CustomerFiguresFragment = { customerProfile: { data: { customer: string, segment: string | null, rank: number | null, customersRanked: number, purchases: number, purchaseDays: number, activeMonths: number, firstPurchase: string | null, lastPurchase: string | null, recencyDays: number | null, tenureDays: number | null, purchasesPerActiveMonth: number | null, meanDaysBetweenPurchases: number | null, growthRate: number | null, rfm: { recency: number, frequency: number, monetary: number } | null, window: { revenue: number | null, grossRevenue: number | null, profit: number | null, profitMargin: number | null, returnRate: number | null, orders: number | null, averageOrderValue: number | null, unitsSold: number | null, returnsValue: number | null, lines: number | null } | null, lifetime: { revenue: number | null, grossRevenue: number | null, profit: number | null, profitMargin: number | null, returnRate: number | null, orders: number | null, averageOrderValue: number | null, unitsSold: number | null, returnsValue: number | null, lines: number | null } | null, comparisons: Array<{ kind: string, start: string, end: string, changes: { profitMargin: number | null }, growth: { revenue: number | null, profit: number | null, orders: number | null, averageOrderValue: number | null } }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type CustomerLifetimeFragment = { customerLifetimeValue: { data: { historicValue: number, expectedValue: number | null, lifetimeValue: number | null, expectedPurchases: number | null, expectedPurchaseValue: number | null, probabilityAlive: number | null, purchaseDays: number, firstPurchase: string | null, lastPurchase: string | null, recencyWeeks: number | null, ageWeeks: number | null, rank: number | null, horizonWeeks: number, model: { r: number, alpha: number, a: number, b: number, p: number, q: number, gamma: number, customers: number, repeatCustomers: number, asOf: string, converged: boolean } } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type CustomerProductsFragment = { bought: { data: Array<{ product: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, unitsSold: number | null, orders: number | null, share: number | null, growthRate: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type CustomerTimelineFragment = { customerProfile: { data: { meanDaysBetweenPurchases: number | null, purchaseDays: number, recencyDays: number | null, months: Array<{ month: string, status: string, revenue: number | null, orders: number | null, purchases: number | null }>, lastLines: Array<{ time: string, orderId: string | null, product: string | null, branch: string | null, salesperson: string | null, unitsSold: number | null, unitsReturned: number | null, grossRevenue: number | null, returnsValue: number | null, revenue: number, profit: number | null, nulls: Array<{ field: string, code: string }> | null }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type CustomersRetentionFragment = { customerRetention: { data: Array<{ cohort: string, customers: number, months: Array<{ month: number, label: string, status: string, customers: number | null, retention: number | null, revenue: number | null }> }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type CustomersTableFragment = { topCustomers: { data: Array<{ customer: string | null, revenue: number | null, profit: number | null, orders: number | null, firstPurchase: string | null, lastPurchase: string | null, recencyDays: number | null, segment: string | null, share: number | null, lifetimeValue: number | null, growthRate: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type ExploreResultFragment = { explored: { data: { rows: unknown, columns: Array<{ name: string, label: string, kind: string, unit: string, measure: string | null, members: unknown, bucket: string | null }>, subtotals: Array<{ level: number, rows: unknown, nulls: Array<{ field: string, code: string }> | null }>, others: { rows: unknown, nulls: Array<{ field: string, code: string }> | null } | null } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type HoursFragment = { hourlySales: { data: Array<{ weekday: number, hour: number, value: number | null, days: number, comparisons: Array<{ kind: string, value: number | null }>, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type LoadedDaysFragment = { loadedDays: { data: { start: string | null, end: string | null, lastSale: string | null, lines: number, notLoaded: unknown, loaded: Array<{ start: string, end: string }>, gaps: Array<{ start: string, end: string }>, branches: Array<{ branch: string, loaded: Array<{ start: string, end: string }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type MemberDriversFragment = { changeDrivers: { data: { metric: string, dimension: string, now: number | null, then: number | null, change: number | null, parts: Array<{ kind: string, value: number | null }>, members: Array<{ kind: string, member: string | null, value: number | null, now: number | null, then: number | null }>, beyond: { members: number, value: number | null } } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type MemberFiguresFragment = { salesOverview: { data: { totalRevenue: number | null, grossProfit: number | null, profitMargin: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null, unitsSold: number | null, returnsValue: number | null, growthRate: number | null, comparisons: Array<{ kind: string, start: string, end: string, values: { totalRevenue: number | null, grossProfit: number | null, profitMargin: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null, unitsSold: number | null, returnsValue: number | null } | null, changes: { profitMargin: number | null }, growth: { totalRevenue: number | null, grossProfit: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null, unitsSold: number | null, returnsValue: number | null } }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type MemberBranchesFragment = { branchPerformance: { data: Array<{ branch: string | null, profit: number | null, revenue: number | null, profitMargin: number | null, growthRate: number | null, orders: number | null, returnRate: number | null, share: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type MemberCustomersFragment = { topCustomers: { data: Array<{ customer: string | null, profit: number | null, revenue: number | null, profitMargin: number | null, growthRate: number | null, orders: number | null, returnRate: number | null, share: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type MemberLinesFragment = { productLines: { data: Array<{ productLine: string | null, profit: number | null, revenue: number | null, profitMargin: number | null, growthRate: number | null, orders: number | null, returnRate: number | null, share: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type MemberSalespeopleFragment = { salespersonLeaderboard: { data: Array<{ salesperson: string | null, profit: number | null, revenue: number | null, profitMargin: number | null, growthRate: number | null, orders: number | null, returnRate: number | null, share: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type MemberReturnsFragment = { returnsAnalysis: { data: Array<{ member: string | null, returnsValue: number | null, unitsReturned: number | null, returnRate: number | null, returnShare: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type MemberTrendFragment = { salesTrends: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type OverviewDriversFragment = { changeDrivers: { data: { metric: string, dimension: string, change: number | null, now: number | null, then: number | null, parts: Array<{ kind: string, value: number | null }>, members: Array<{ kind: string, member: string | null, value: number | null }>, beyond: { members: number, value: number | null }, reversals: Array<{ measure: string, rose: boolean, members: number }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type OverviewFiguresFragment = { salesOverview: { data: { growthRate: number | null, totalRevenue: number | null, grossRevenue: number | null, returnsValue: number | null, returnRate: number | null, grossProfit: number | null, profitMargin: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null, unitsSold: number | null, comparisons: Array<{ kind: string, start: string, end: string, changes: { profitMargin: number | null }, growth: { totalRevenue: number | null, grossProfit: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null } }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type OverviewTotalsFragment = { totalRevenue: number | null, grossRevenue: number | null, returnsValue: number | null, returnRate: number | null, grossProfit: number | null, profitMargin: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null, unitsSold: number | null };

export type OverviewListsFragment = { salespersonLeaderboard: { data: Array<{ salesperson: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, orders: number | null, averageOrderValue: number | null, growthRate: number | null, rank: number | null, rankChange: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, productLines: { data: Array<{ productLine: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, orders: number | null, averageOrderValue: number | null, growthRate: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, branchPerformance: { data: Array<{ branch: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, orders: number | null, averageOrderValue: number | null, growthRate: number | null, customers: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, topCustomers: { data: Array<{ customer: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, orders: number | null, averageOrderValue: number | null, growthRate: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type OverviewTrendsFragment = { revenue: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, profit: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, margin: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, orders: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, aov: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, customers: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type OverviewTrendFragment = { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } };

export type ProductFiguresFragment = { productPerformance: { data: { product: string, rank: number | null, abcClass: string | null, share: number | null, growthRate: number | null, averageSellingPriceChange: number | null, firstSale: string | null, lastSale: string | null, revenue: number | null, grossRevenue: number | null, profit: number | null, profitMargin: number | null, returnRate: number | null, orders: number | null, averageOrderValue: number | null, unitsSold: number | null, averageSellingPrice: number | null, categories: Array<{ productLine: string | null, itemGroup: string | null }>, returns: { returnsValue: number | null, unitsReturned: number | null, returnRate: number | null, returnShare: number | null }, comparisons: Array<{ kind: string, start: string, end: string, values: { revenue: number | null, grossRevenue: number | null, profit: number | null, profitMargin: number | null, returnRate: number | null, orders: number | null, averageOrderValue: number | null, unitsSold: number | null, averageSellingPrice: number | null, returnsValue: number | null, unitsReturned: number | null } | null, changes: { profitMargin: number | null, returnRate: number | null }, growth: { revenue: number | null, profit: number | null, unitsSold: number | null, averageSellingPrice: number | null, orders: number | null, returnsValue: number | null } }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type ProductPriceFragment = { priceByTime: { data: { rows: unknown, columns: Array<{ name: string, label: string, kind: string, unit: string }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type ProductSellersFragment = { productPerformance: { data: { branches: Array<{ branch: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, growthRate: number | null, share: number | null, unitsSold: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, salespeople: Array<{ salesperson: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, growthRate: number | null, share: number | null, unitsSold: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, customers: Array<{ customer: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, growthRate: number | null, share: number | null, unitsSold: number | null, nulls: Array<{ field: string, code: string }> | null }> | null } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type ProductTrendFragment = { productPerformance: { data: { series: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type ProductsPairsFragment = { basketPairs: { data: Array<{ productA: string | null, productB: string | null, orders: number | null, support: number | null, confidence: number | null, confidenceBack: number | null, lift: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type ProductsParetoFragment = { pareto: { data: Array<{ product: string | null, revenue: number | null, share: number | null, cumulativeShare: number | null, abcClass: string | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type ProductsReturnsFragment = { returnsAnalysis: { data: Array<{ member: string | null, returnsValue: number | null, returnRate: number | null, unitsReturned: number | null, returnShare: number | null, revenue: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type ProductsTableFragment = { topProducts: { data: Array<{ product: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, growthRate: number | null, returnRate: number | null, share: number | null, unitsSold: number | null, orders: number | null, abcClass: string | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type GroupsOfLineQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  filters?: SalesFilter | null | undefined;
  compare?: Array<ComparisonInput> | ComparisonInput | null | undefined;
  timezone?: string | null | undefined;
}>;


export type GroupsOfLineQuery = { categoryBreakdown: { data: Array<{ itemGroup: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, growthRate: number | null, returnRate: number | null, share: number | null, unitsSold: number | null, orders: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type ProductsTreeFragment = { productLines: { data: Array<{ productLine: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, growthRate: number | null, returnRate: number | null, share: number | null, unitsSold: number | null, orders: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type ProductsOfGroupQueryVariables = Exact<{
  period: Period;
  dateRange?: DateRangeInput | null | undefined;
  filters?: SalesFilter | null | undefined;
  compare?: Array<ComparisonInput> | ComparisonInput | null | undefined;
  timezone?: string | null | undefined;
}>;


export type ProductsOfGroupQuery = { topProducts: { data: Array<{ product: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, growthRate: number | null, returnRate: number | null, share: number | null, unitsSold: number | null, orders: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type ProfitDriversFragment = { changeDrivers: { data: { metric: string, dimension: string, part: string | null, change: number | null, now: number | null, then: number | null, parts: Array<{ kind: string, value: number | null }>, members: Array<{ kind: string, member: string | null, value: number | null, now: number | null, then: number | null }>, beyond: { members: number, value: number | null }, reversals: Array<{ measure: string, rose: boolean, members: number }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type ProfitMarginsFragment = { marginAnalysis: { data: Array<{ member: string | null, revenue: number | null, profit: number | null, profitMargin: number | null, growthRate: number | null, unitsSold: number | null, returnRate: number | null, share: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type ProfitTrendFragment = { salesTrends: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ kind: string, timestamp: string | null, label: string | null, value: number | null, status: string | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type ProfitWaterfallFragment = { profitabilityMetrics: { data: { grossRevenue: number | null, returnsValue: number | null, revenue: number | null, totalCost: number | null, profit: number | null, profitMargin: number | null, returnRate: number | null, comparisons: Array<{ kind: string, start: string, end: string, values: { grossRevenue: number | null, returnsValue: number | null, revenue: number | null, totalCost: number | null, profit: number | null, profitMargin: number | null, returnRate: number | null } | null }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type SalespeopleBoardFragment = { salespersonLeaderboard: { data: Array<{ rank: number | null, rankChange: number | null, salesperson: string | null, profit: number | null, revenue: number | null, profitMargin: number | null, growthRate: number | null, unitsSold: number | null, orders: number | null, averageOrderValue: number | null, returnRate: number | null, share: number | null, commission: number | null, quotaAttainment: number | null, nulls: Array<{ field: string, code: string }> | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } }, sparks: { data: { rows: unknown, columns: Array<{ name: string, label: string, kind: string, members: unknown }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type SalespeopleMixFragment = { salespersonProductMix: { data: Array<{ salesperson: string | null, productLine: string | null, revenue: number | null, profit: number | null, share: number | null, profitShare: number | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type SalespeopleTrendFragment = { courses: { data: { rows: unknown, columns: Array<{ name: string, label: string, kind: string, members: unknown }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export type SalespersonPlaceFragment = { team: { data: Array<{ rank: number | null, rankChange: number | null, salesperson: string | null, commission: number | null, quotaAttainment: number | null }> | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, engine: string, currency: string, exact: boolean, relativeError: number | null, complete: boolean, stale: boolean, rowCount: number, tookMs: number, totals: unknown, others: unknown, extra: unknown, source: { parts: Array<{ table: string, window: string, start: string, end: string, measures: unknown }>, rejected: Array<{ table: string, reason: string, field: string | null }> } | null, period: { start: string, end: string, grain: string | null, timezone: string } | null, comparisons: Array<{ kind: string | null, start: string, end: string }>, cache: { hit: boolean, ageMs: number }, warnings: Array<{ code: string, message: string, field: string | null }>, nulls: Array<{ field: string, code: string }>, page: { totalCount: number, endCursor: string | null, hasNextPage: boolean } | null } } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ShellPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ShellPage($shell: Boolean!) {
  dataVersion {
    data {
      version
    }
  }
  ...ShellFields @include(if: $shell)
}
    fragment ShellFields on Query {
  shellCatalog: catalog {
    data {
      measures {
        name
        label
        unit
        definition
        formula
        class
        direction
        loaded
      }
      dimensions {
        name
        label
        definition
        level
        memberCount
        loaded
      }
    }
  }
  shellRange: dataRange {
    data {
      start
      end
      lastSale
      loaded {
        start
        end
      }
      gaps {
        start
        end
      }
      branches {
        branch
        loaded {
          start
          end
        }
      }
      notLoaded
      lines
    }
  }
  shellVersion: dataVersion {
    data {
      version
      asOf
      loadedAt
      timezone
      currency
      weekStart
      fiscalYearStart
      catalogVersion
      staleAfterHours
      withdrawnCount
      proof {
        at
        version
        isEqual
      }
    }
  }
  shellBranches: filterOptions(dimension: "branch", limit: 200) {
    data {
      value
    }
  }
  shellLines: filterOptions(dimension: "productLine", limit: 200) {
    data {
      value
    }
  }
}`) as unknown as TypedDocumentString<ShellPageQuery, ShellPageQueryVariables>;
export const BranchPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BranchPage($period: Period!, $dateRange: DateRangeInput, $filters: SalesFilter, $compare: [ComparisonInput!], $timezone: String, $shell: Boolean!, $metric: Metric!, $grain: Grain, $hourMetric: Metric!, $salespeopleSortBy: SalespersonSort!, $linesSortBy: ProductLineSort!, $customersSortBy: CustomerSort!, $order: SortOrder!) {
  ...MemberFigures
  ...BranchTarget
  ...MemberTrend
  ...MemberDrivers
  ...MemberSalespeople
  ...MemberLines
  ...MemberCustomers
  ...Hours
  ...ShellFields @include(if: $shell)
}
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  engine
  source {
    parts {
      table
      window
      start
      end
      measures
    }
    rejected {
      table
      reason
      field
    }
  }
  period {
    start
    end
    grain
    timezone
  }
  comparisons {
    kind
    start
    end
  }
  currency
  exact
  relativeError
  complete
  stale
  rowCount
  cache {
    hit
    ageMs
  }
  tookMs
  warnings {
    code
    message
    field
  }
  nulls {
    field
    code
  }
  page {
    totalCount
    endCursor
    hasNextPage
  }
  totals
  others
  extra
}
fragment ShellFields on Query {
  shellCatalog: catalog {
    data {
      measures {
        name
        label
        unit
        definition
        formula
        class
        direction
        loaded
      }
      dimensions {
        name
        label
        definition
        level
        memberCount
        loaded
      }
    }
  }
  shellRange: dataRange {
    data {
      start
      end
      lastSale
      loaded {
        start
        end
      }
      gaps {
        start
        end
      }
      branches {
        branch
        loaded {
          start
          end
        }
      }
      notLoaded
      lines
    }
  }
  shellVersion: dataVersion {
    data {
      version
      asOf
      loadedAt
      timezone
      currency
      weekStart
      fiscalYearStart
      catalogVersion
      staleAfterHours
      withdrawnCount
      proof {
        at
        version
        isEqual
      }
    }
  }
  shellBranches: filterOptions(dimension: "branch", limit: 200) {
    data {
      value
    }
  }
  shellLines: filterOptions(dimension: "productLine", limit: 200) {
    data {
      value
    }
  }
}
fragment BranchTarget on Query {
  goal: branchPerformance(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    limit: 1
  ) {
    data {
      branch
      revenue
      profit
      unitsSold
      target
      targetMeasure
      quotaAttainment
      pace
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment Hours on Query {
  hourlySales(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: $hourMetric
  ) {
    data {
      weekday
      hour
      value
      days
      comparisons {
        kind
        value
      }
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment MemberDrivers on Query {
  changeDrivers(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: PROFIT
    dimension: "productLine"
    limit: 8
  ) {
    data {
      metric
      dimension
      now
      then
      change
      parts {
        kind
        value
      }
      members {
        kind
        member
        value
        now
        then
      }
      beyond {
        members
        value
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment MemberFigures on Query {
  salesOverview(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
  ) {
    data {
      totalRevenue
      grossProfit
      profitMargin
      totalOrders
      averageOrderValue
      uniqueCustomers
      unitsSold
      returnsValue
      growthRate
      comparisons {
        kind
        start
        end
        values {
          totalRevenue
          grossProfit
          profitMargin
          totalOrders
          averageOrderValue
          uniqueCustomers
          unitsSold
          returnsValue
        }
        changes {
          profitMargin
        }
        growth {
          totalRevenue
          grossProfit
          totalOrders
          averageOrderValue
          uniqueCustomers
          unitsSold
          returnsValue
        }
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment MemberCustomers on Query {
  topCustomers(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    sortBy: $customersSortBy
    order: $order
    limit: 10
  ) {
    data {
      customer
      profit
      revenue
      profitMargin
      growthRate
      orders
      returnRate
      share
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment MemberLines on Query {
  productLines(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    sortBy: $linesSortBy
    order: $order
    limit: 10
  ) {
    data {
      productLine
      profit
      revenue
      profitMargin
      growthRate
      orders
      returnRate
      share
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment MemberSalespeople on Query {
  salespersonLeaderboard(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    sortBy: $salespeopleSortBy
    order: $order
    limit: 10
  ) {
    data {
      salesperson
      profit
      revenue
      profitMargin
      growthRate
      orders
      returnRate
      share
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment MemberTrend on Query {
  salesTrends(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: $metric
    grain: $grain
  ) {
    data {
      points {
        timestamp
        label
        value
        status
        comparisons {
          kind
          timestamp
          label
          value
          status
        }
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}`) as unknown as TypedDocumentString<BranchPageQuery, BranchPageQueryVariables>;
export const BranchesPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BranchesPage($period: Period!, $dateRange: DateRangeInput, $filters: SalesFilter, $compare: [ComparisonInput!], $timezone: String, $shell: Boolean!, $sortBy: BranchSort!, $order: SortOrder!, $after: String, $metric: Metric!, $grain: Grain, $cellMetric: Metric!, $hourMetric: Metric!) {
  ...BranchesTable
  ...BranchesTrend
  ...BranchLines
  ...Hours
  ...ShellFields @include(if: $shell)
}
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  engine
  source {
    parts {
      table
      window
      start
      end
      measures
    }
    rejected {
      table
      reason
      field
    }
  }
  period {
    start
    end
    grain
    timezone
  }
  comparisons {
    kind
    start
    end
  }
  currency
  exact
  relativeError
  complete
  stale
  rowCount
  cache {
    hit
    ageMs
  }
  tookMs
  warnings {
    code
    message
    field
  }
  nulls {
    field
    code
  }
  page {
    totalCount
    endCursor
    hasNextPage
  }
  totals
  others
  extra
}
fragment ShellFields on Query {
  shellCatalog: catalog {
    data {
      measures {
        name
        label
        unit
        definition
        formula
        class
        direction
        loaded
      }
      dimensions {
        name
        label
        definition
        level
        memberCount
        loaded
      }
    }
  }
  shellRange: dataRange {
    data {
      start
      end
      lastSale
      loaded {
        start
        end
      }
      gaps {
        start
        end
      }
      branches {
        branch
        loaded {
          start
          end
        }
      }
      notLoaded
      lines
    }
  }
  shellVersion: dataVersion {
    data {
      version
      asOf
      loadedAt
      timezone
      currency
      weekStart
      fiscalYearStart
      catalogVersion
      staleAfterHours
      withdrawnCount
      proof {
        at
        version
        isEqual
      }
    }
  }
  shellBranches: filterOptions(dimension: "branch", limit: 200) {
    data {
      value
    }
  }
  shellLines: filterOptions(dimension: "productLine", limit: 200) {
    data {
      value
    }
  }
}
fragment BranchLines on Query {
  branchProductHeatmap(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: $cellMetric
  ) {
    data {
      branch
      productLine
      value
      share
      growthRate
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment BranchesTable on Query {
  branchPerformance(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    sortBy: $sortBy
    order: $order
    limit: 50
    after: $after
  ) {
    data {
      branch
      profit
      revenue
      profitMargin
      growthRate
      orders
      customers
      averageOrderValue
      returnRate
      share
      target
      quotaAttainment
      pace
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment BranchesTrend on Query {
  branchTrends(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: $metric
    grain: $grain
  ) {
    data {
      series {
        key
        points {
          timestamp
          label
          value
          status
          comparisons {
            kind
            timestamp
            label
            value
            status
          }
        }
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment Hours on Query {
  hourlySales(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: $hourMetric
  ) {
    data {
      weekday
      hour
      value
      days
      comparisons {
        kind
        value
      }
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}`) as unknown as TypedDocumentString<BranchesPageQuery, BranchesPageQueryVariables>;
export const CustomerPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query CustomerPage($period: Period!, $dateRange: DateRangeInput, $filters: SalesFilter, $compare: [ComparisonInput!], $timezone: String, $shell: Boolean!, $name: ID!, $ownFilters: SalesFilter) {
  ...CustomerFigures
  ...CustomerTimeline
  ...CustomerLifetime
  ...CustomerProducts
  ...ShellFields @include(if: $shell)
}
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  engine
  source {
    parts {
      table
      window
      start
      end
      measures
    }
    rejected {
      table
      reason
      field
    }
  }
  period {
    start
    end
    grain
    timezone
  }
  comparisons {
    kind
    start
    end
  }
  currency
  exact
  relativeError
  complete
  stale
  rowCount
  cache {
    hit
    ageMs
  }
  tookMs
  warnings {
    code
    message
    field
  }
  nulls {
    field
    code
  }
  page {
    totalCount
    endCursor
    hasNextPage
  }
  totals
  others
  extra
}
fragment ShellFields on Query {
  shellCatalog: catalog {
    data {
      measures {
        name
        label
        unit
        definition
        formula
        class
        direction
        loaded
      }
      dimensions {
        name
        label
        definition
        level
        memberCount
        loaded
      }
    }
  }
  shellRange: dataRange {
    data {
      start
      end
      lastSale
      loaded {
        start
        end
      }
      gaps {
        start
        end
      }
      branches {
        branch
        loaded {
          start
          end
        }
      }
      notLoaded
      lines
    }
  }
  shellVersion: dataVersion {
    data {
      version
      asOf
      loadedAt
      timezone
      currency
      weekStart
      fiscalYearStart
      catalogVersion
      staleAfterHours
      withdrawnCount
      proof {
        at
        version
        isEqual
      }
    }
  }
  shellBranches: filterOptions(dimension: "branch", limit: 200) {
    data {
      value
    }
  }
  shellLines: filterOptions(dimension: "productLine", limit: 200) {
    data {
      value
    }
  }
}
fragment CustomerFigures on Query {
  customerProfile(
    customerId: $name
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
  ) {
    data {
      customer
      segment
      rank
      customersRanked
      rfm {
        recency
        frequency
        monetary
      }
      purchases
      purchaseDays
      activeMonths
      firstPurchase
      lastPurchase
      recencyDays
      tenureDays
      purchasesPerActiveMonth
      meanDaysBetweenPurchases
      growthRate
      window {
        revenue
        grossRevenue
        profit
        profitMargin
        returnRate
        orders
        averageOrderValue
        unitsSold
        returnsValue
        lines
      }
      lifetime {
        revenue
        grossRevenue
        profit
        profitMargin
        returnRate
        orders
        averageOrderValue
        unitsSold
        returnsValue
        lines
      }
      comparisons {
        kind
        start
        end
        changes {
          profitMargin
        }
        growth {
          revenue
          profit
          orders
          averageOrderValue
        }
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment CustomerLifetime on Query {
  customerLifetimeValue(customerId: $name, timezone: $timezone) {
    data {
      historicValue
      expectedValue
      lifetimeValue
      expectedPurchases
      expectedPurchaseValue
      probabilityAlive
      purchaseDays
      firstPurchase
      lastPurchase
      recencyWeeks
      ageWeeks
      rank
      horizonWeeks
      model {
        r
        alpha
        a
        b
        p
        q
        gamma
        customers
        repeatCustomers
        asOf
        converged
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment CustomerProducts on Query {
  bought: topProducts(
    period: $period
    dateRange: $dateRange
    filters: $ownFilters
    compare: $compare
    timezone: $timezone
    sortBy: REVENUE
    limit: 10
  ) {
    data {
      product
      revenue
      profit
      profitMargin
      unitsSold
      orders
      share
      growthRate
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment CustomerTimeline on Query {
  customerProfile(
    customerId: $name
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
  ) {
    data {
      meanDaysBetweenPurchases
      purchaseDays
      recencyDays
      months {
        month
        status
        revenue
        orders
        purchases
      }
      lastLines {
        time
        orderId
        product
        branch
        salesperson
        unitsSold
        unitsReturned
        grossRevenue
        returnsValue
        revenue
        profit
        nulls {
          field
          code
        }
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}`) as unknown as TypedDocumentString<CustomerPageQuery, CustomerPageQueryVariables>;
export const CustomersPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query CustomersPage($period: Period!, $dateRange: DateRangeInput, $filters: SalesFilter, $compare: [ComparisonInput!], $timezone: String, $shell: Boolean!, $sortBy: CustomerSort, $order: SortOrder, $after: String, $segment: Segment, $listPeriod: Period!, $listRange: DateRangeInput, $listCompare: [ComparisonInput!], $search: String, $retentionPeriod: Period!, $retentionRange: DateRangeInput) {
  ...CustomerClasses
  ...CustomersTable
  ...CustomersRetention
  ...ShellFields @include(if: $shell)
}
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  engine
  source {
    parts {
      table
      window
      start
      end
      measures
    }
    rejected {
      table
      reason
      field
    }
  }
  period {
    start
    end
    grain
    timezone
  }
  comparisons {
    kind
    start
    end
  }
  currency
  exact
  relativeError
  complete
  stale
  rowCount
  cache {
    hit
    ageMs
  }
  tookMs
  warnings {
    code
    message
    field
  }
  nulls {
    field
    code
  }
  page {
    totalCount
    endCursor
    hasNextPage
  }
  totals
  others
  extra
}
fragment ShellFields on Query {
  shellCatalog: catalog {
    data {
      measures {
        name
        label
        unit
        definition
        formula
        class
        direction
        loaded
      }
      dimensions {
        name
        label
        definition
        level
        memberCount
        loaded
      }
    }
  }
  shellRange: dataRange {
    data {
      start
      end
      lastSale
      loaded {
        start
        end
      }
      gaps {
        start
        end
      }
      branches {
        branch
        loaded {
          start
          end
        }
      }
      notLoaded
      lines
    }
  }
  shellVersion: dataVersion {
    data {
      version
      asOf
      loadedAt
      timezone
      currency
      weekStart
      fiscalYearStart
      catalogVersion
      staleAfterHours
      withdrawnCount
      proof {
        at
        version
        isEqual
      }
    }
  }
  shellBranches: filterOptions(dimension: "branch", limit: 200) {
    data {
      value
    }
  }
  shellLines: filterOptions(dimension: "productLine", limit: 200) {
    data {
      value
    }
  }
}
fragment CustomerClasses on Query {
  customerSegments(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
  ) {
    data {
      segment
      customers
      customerShare
      meanRecencyDays
      revenue
      profit
      share
      growthRate
      orders
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment CustomersRetention on Query {
  customerRetention(
    period: $retentionPeriod
    dateRange: $retentionRange
    filters: $filters
    compare: [{kind: PREVIOUS_YEAR}]
    timezone: $timezone
  ) {
    data {
      cohort
      customers
      months {
        month
        label
        status
        customers
        retention
        revenue
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment CustomersTable on Query {
  topCustomers(
    period: $listPeriod
    dateRange: $listRange
    filters: $filters
    compare: $listCompare
    timezone: $timezone
    sortBy: $sortBy
    order: $order
    limit: 50
    after: $after
    segment: $segment
    search: $search
  ) {
    data {
      customer
      revenue
      profit
      orders
      firstPurchase
      lastPurchase
      recencyDays
      segment
      share
      lifetimeValue
      growthRate
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}`) as unknown as TypedDocumentString<CustomersPageQuery, CustomersPageQueryVariables>;
export const DataPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query DataPage($shell: Boolean!) {
  ...LoadedDays
  ...ShellFields @include(if: $shell)
}
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  engine
  source {
    parts {
      table
      window
      start
      end
      measures
    }
    rejected {
      table
      reason
      field
    }
  }
  period {
    start
    end
    grain
    timezone
  }
  comparisons {
    kind
    start
    end
  }
  currency
  exact
  relativeError
  complete
  stale
  rowCount
  cache {
    hit
    ageMs
  }
  tookMs
  warnings {
    code
    message
    field
  }
  nulls {
    field
    code
  }
  page {
    totalCount
    endCursor
    hasNextPage
  }
  totals
  others
  extra
}
fragment ShellFields on Query {
  shellCatalog: catalog {
    data {
      measures {
        name
        label
        unit
        definition
        formula
        class
        direction
        loaded
      }
      dimensions {
        name
        label
        definition
        level
        memberCount
        loaded
      }
    }
  }
  shellRange: dataRange {
    data {
      start
      end
      lastSale
      loaded {
        start
        end
      }
      gaps {
        start
        end
      }
      branches {
        branch
        loaded {
          start
          end
        }
      }
      notLoaded
      lines
    }
  }
  shellVersion: dataVersion {
    data {
      version
      asOf
      loadedAt
      timezone
      currency
      weekStart
      fiscalYearStart
      catalogVersion
      staleAfterHours
      withdrawnCount
      proof {
        at
        version
        isEqual
      }
    }
  }
  shellBranches: filterOptions(dimension: "branch", limit: 200) {
    data {
      value
    }
  }
  shellLines: filterOptions(dimension: "productLine", limit: 200) {
    data {
      value
    }
  }
}
fragment LoadedDays on Query {
  loadedDays: dataRange {
    data {
      start
      end
      lastSale
      lines
      loaded {
        start
        end
      }
      gaps {
        start
        end
      }
      branches {
        branch
        loaded {
          start
          end
        }
      }
      notLoaded
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}`) as unknown as TypedDocumentString<DataPageQuery, DataPageQueryVariables>;
export const ExplorePageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ExplorePage($period: Period!, $dateRange: DateRangeInput, $filters: SalesFilter, $compare: [ComparisonInput!], $timezone: String, $shell: Boolean!, $measures: [String!]!, $dimensions: [String!], $columns: [String!], $grain: Grain, $having: [HavingInput!], $sort: [SortInput!], $top: TopInput, $limit: Int, $totals: Boolean, $others: Boolean) {
  ...ExploreResult
  ...ShellFields @include(if: $shell)
}
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  engine
  source {
    parts {
      table
      window
      start
      end
      measures
    }
    rejected {
      table
      reason
      field
    }
  }
  period {
    start
    end
    grain
    timezone
  }
  comparisons {
    kind
    start
    end
  }
  currency
  exact
  relativeError
  complete
  stale
  rowCount
  cache {
    hit
    ageMs
  }
  tookMs
  warnings {
    code
    message
    field
  }
  nulls {
    field
    code
  }
  page {
    totalCount
    endCursor
    hasNextPage
  }
  totals
  others
  extra
}
fragment ShellFields on Query {
  shellCatalog: catalog {
    data {
      measures {
        name
        label
        unit
        definition
        formula
        class
        direction
        loaded
      }
      dimensions {
        name
        label
        definition
        level
        memberCount
        loaded
      }
    }
  }
  shellRange: dataRange {
    data {
      start
      end
      lastSale
      loaded {
        start
        end
      }
      gaps {
        start
        end
      }
      branches {
        branch
        loaded {
          start
          end
        }
      }
      notLoaded
      lines
    }
  }
  shellVersion: dataVersion {
    data {
      version
      asOf
      loadedAt
      timezone
      currency
      weekStart
      fiscalYearStart
      catalogVersion
      staleAfterHours
      withdrawnCount
      proof {
        at
        version
        isEqual
      }
    }
  }
  shellBranches: filterOptions(dimension: "branch", limit: 200) {
    data {
      value
    }
  }
  shellLines: filterOptions(dimension: "productLine", limit: 200) {
    data {
      value
    }
  }
}
fragment ExploreResult on Query {
  explored: explore(
    measures: $measures
    dimensions: $dimensions
    columns: $columns
    grain: $grain
    having: $having
    sort: $sort
    top: $top
    limit: $limit
    totals: $totals
    others: $others
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
  ) {
    data {
      columns {
        name
        label
        kind
        unit
        measure
        members
        bucket
      }
      rows
      subtotals {
        level
        rows
        nulls {
          field
          code
        }
      }
      others {
        rows
        nulls {
          field
          code
        }
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}`) as unknown as TypedDocumentString<ExplorePageQuery, ExplorePageQueryVariables>;
export const OverviewPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OverviewPage($period: Period!, $dateRange: DateRangeInput, $filters: SalesFilter, $compare: [ComparisonInput!], $timezone: String, $grain: Grain, $driverMetric: Metric!, $driverDimension: String!, $peopleSort: SalespersonSort!, $lineSort: ProductLineSort!, $branchSort: BranchSort!, $customerSort: CustomerSort!, $shell: Boolean!) {
  ...OverviewFigures
  ...OverviewTrends
  ...OverviewDrivers
  ...OverviewLists
  ...ShellFields @include(if: $shell)
}
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  engine
  source {
    parts {
      table
      window
      start
      end
      measures
    }
    rejected {
      table
      reason
      field
    }
  }
  period {
    start
    end
    grain
    timezone
  }
  comparisons {
    kind
    start
    end
  }
  currency
  exact
  relativeError
  complete
  stale
  rowCount
  cache {
    hit
    ageMs
  }
  tookMs
  warnings {
    code
    message
    field
  }
  nulls {
    field
    code
  }
  page {
    totalCount
    endCursor
    hasNextPage
  }
  totals
  others
  extra
}
fragment ShellFields on Query {
  shellCatalog: catalog {
    data {
      measures {
        name
        label
        unit
        definition
        formula
        class
        direction
        loaded
      }
      dimensions {
        name
        label
        definition
        level
        memberCount
        loaded
      }
    }
  }
  shellRange: dataRange {
    data {
      start
      end
      lastSale
      loaded {
        start
        end
      }
      gaps {
        start
        end
      }
      branches {
        branch
        loaded {
          start
          end
        }
      }
      notLoaded
      lines
    }
  }
  shellVersion: dataVersion {
    data {
      version
      asOf
      loadedAt
      timezone
      currency
      weekStart
      fiscalYearStart
      catalogVersion
      staleAfterHours
      withdrawnCount
      proof {
        at
        version
        isEqual
      }
    }
  }
  shellBranches: filterOptions(dimension: "branch", limit: 200) {
    data {
      value
    }
  }
  shellLines: filterOptions(dimension: "productLine", limit: 200) {
    data {
      value
    }
  }
}
fragment OverviewDrivers on Query {
  changeDrivers(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: $driverMetric
    dimension: $driverDimension
    limit: 3
  ) {
    data {
      metric
      dimension
      change
      now
      then
      parts {
        kind
        value
      }
      members {
        kind
        member
        value
      }
      beyond {
        members
        value
      }
      reversals {
        measure
        rose
        members
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment OverviewFigures on Query {
  salesOverview(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
  ) {
    data {
      ...OverviewTotals
      growthRate
      comparisons {
        kind
        start
        end
        changes {
          profitMargin
        }
        growth {
          totalRevenue
          grossProfit
          totalOrders
          averageOrderValue
          uniqueCustomers
        }
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment OverviewTotals on SalesOverview {
  totalRevenue
  grossRevenue
  returnsValue
  returnRate
  grossProfit
  profitMargin
  totalOrders
  averageOrderValue
  uniqueCustomers
  unitsSold
}
fragment OverviewLists on Query {
  salespersonLeaderboard(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    sortBy: $peopleSort
    limit: 5
  ) {
    data {
      salesperson
      revenue
      profit
      profitMargin
      orders
      averageOrderValue
      growthRate
      rank
      rankChange
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
  productLines(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    sortBy: $lineSort
    limit: 5
  ) {
    data {
      productLine
      revenue
      profit
      profitMargin
      orders
      averageOrderValue
      growthRate
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
  branchPerformance(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    sortBy: $branchSort
    limit: 5
  ) {
    data {
      branch
      revenue
      profit
      profitMargin
      orders
      averageOrderValue
      growthRate
      customers
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
  topCustomers(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    sortBy: $customerSort
    limit: 5
  ) {
    data {
      customer
      revenue
      profit
      profitMargin
      orders
      averageOrderValue
      growthRate
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment OverviewTrends on Query {
  revenue: salesTrends(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: REVENUE
    grain: $grain
  ) {
    ...OverviewTrend
  }
  profit: salesTrends(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: PROFIT
    grain: $grain
  ) {
    ...OverviewTrend
  }
  margin: salesTrends(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: MARGIN
    grain: $grain
  ) {
    ...OverviewTrend
  }
  orders: salesTrends(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: ORDERS
    grain: $grain
  ) {
    ...OverviewTrend
  }
  aov: salesTrends(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: AOV
    grain: $grain
  ) {
    ...OverviewTrend
  }
  customers: salesTrends(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: CUSTOMERS
    grain: $grain
  ) {
    ...OverviewTrend
  }
}
fragment OverviewTrend on SalesTrendsEnvelope {
  data {
    points {
      timestamp
      label
      value
      status
      comparisons {
        kind
        timestamp
        label
        value
        status
      }
    }
  }
  error {
    code
    message
    hint
  }
  metadata {
    ...Provenance
  }
}`) as unknown as TypedDocumentString<OverviewPageQuery, OverviewPageQueryVariables>;
export const ProductPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ProductPage($period: Period!, $dateRange: DateRangeInput, $filters: SalesFilter, $compare: [ComparisonInput!], $timezone: String, $shell: Boolean!, $name: ID!, $metric: Metric, $grain: Grain, $priceGrain: Grain!, $ownFilters: SalesFilter, $pairFilters: SalesFilter, $pairSort: BasketPairsSort, $pairOrder: SortOrder, $pairLimit: Int!) {
  ...ProductFigures
  ...ProductTrend
  ...ProductSellers
  ...ProductPrice
  ...ProductsPairs
  ...ShellFields @include(if: $shell)
}
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  engine
  source {
    parts {
      table
      window
      start
      end
      measures
    }
    rejected {
      table
      reason
      field
    }
  }
  period {
    start
    end
    grain
    timezone
  }
  comparisons {
    kind
    start
    end
  }
  currency
  exact
  relativeError
  complete
  stale
  rowCount
  cache {
    hit
    ageMs
  }
  tookMs
  warnings {
    code
    message
    field
  }
  nulls {
    field
    code
  }
  page {
    totalCount
    endCursor
    hasNextPage
  }
  totals
  others
  extra
}
fragment ShellFields on Query {
  shellCatalog: catalog {
    data {
      measures {
        name
        label
        unit
        definition
        formula
        class
        direction
        loaded
      }
      dimensions {
        name
        label
        definition
        level
        memberCount
        loaded
      }
    }
  }
  shellRange: dataRange {
    data {
      start
      end
      lastSale
      loaded {
        start
        end
      }
      gaps {
        start
        end
      }
      branches {
        branch
        loaded {
          start
          end
        }
      }
      notLoaded
      lines
    }
  }
  shellVersion: dataVersion {
    data {
      version
      asOf
      loadedAt
      timezone
      currency
      weekStart
      fiscalYearStart
      catalogVersion
      staleAfterHours
      withdrawnCount
      proof {
        at
        version
        isEqual
      }
    }
  }
  shellBranches: filterOptions(dimension: "branch", limit: 200) {
    data {
      value
    }
  }
  shellLines: filterOptions(dimension: "productLine", limit: 200) {
    data {
      value
    }
  }
}
fragment ProductFigures on Query {
  productPerformance(
    productId: $name
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: $metric
    grain: $grain
  ) {
    data {
      product
      rank
      abcClass
      share
      growthRate
      averageSellingPriceChange
      firstSale
      lastSale
      revenue
      grossRevenue
      profit
      profitMargin
      returnRate
      orders
      averageOrderValue
      unitsSold
      averageSellingPrice
      categories {
        productLine
        itemGroup
      }
      returns {
        returnsValue
        unitsReturned
        returnRate
        returnShare
      }
      comparisons {
        kind
        start
        end
        values {
          revenue
          grossRevenue
          profit
          profitMargin
          returnRate
          orders
          averageOrderValue
          unitsSold
          averageSellingPrice
          returnsValue
          unitsReturned
        }
        changes {
          profitMargin
          returnRate
        }
        growth {
          revenue
          profit
          unitsSold
          averageSellingPrice
          orders
          returnsValue
        }
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment ProductPrice on Query {
  priceByTime: explore(
    measures: ["averageSellingPrice", "unitsSold"]
    grain: $priceGrain
    period: $period
    dateRange: $dateRange
    filters: $ownFilters
    compare: []
    timezone: $timezone
    totals: true
    limit: 400
  ) {
    data {
      columns {
        name
        label
        kind
        unit
      }
      rows
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment ProductSellers on Query {
  productPerformance(
    productId: $name
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: $metric
    grain: $grain
  ) {
    data {
      branches {
        branch
        revenue
        profit
        profitMargin
        growthRate
        share
        unitsSold
        nulls {
          field
          code
        }
      }
      salespeople {
        salesperson
        revenue
        profit
        profitMargin
        growthRate
        share
        unitsSold
        nulls {
          field
          code
        }
      }
      customers {
        customer
        revenue
        profit
        profitMargin
        growthRate
        share
        unitsSold
        nulls {
          field
          code
        }
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment ProductTrend on Query {
  productPerformance(
    productId: $name
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: $metric
    grain: $grain
  ) {
    data {
      series {
        points {
          timestamp
          label
          value
          status
          comparisons {
            kind
            timestamp
            label
            value
            status
          }
        }
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment ProductsPairs on Query {
  basketPairs(
    period: $period
    dateRange: $dateRange
    filters: $pairFilters
    timezone: $timezone
    sortBy: $pairSort
    order: $pairOrder
    limit: $pairLimit
  ) {
    data {
      productA
      productB
      orders
      support
      confidence
      confidenceBack
      lift
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}`) as unknown as TypedDocumentString<ProductPageQuery, ProductPageQueryVariables>;
export const ProductsPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ProductsPage($period: Period!, $dateRange: DateRangeInput, $filters: SalesFilter, $compare: [ComparisonInput!], $timezone: String, $shell: Boolean!, $sortBy: ProductSort, $order: SortOrder, $after: String, $abcClass: AbcClass, $search: String, $returnsBy: GroupBy, $pairFilters: SalesFilter, $pairSort: BasketPairsSort, $pairOrder: SortOrder, $pairLimit: Int!) {
  ...ProductsTree
  ...ProductsTable
  ...ProductsPareto
  ...ProductsReturns
  ...ProductsPairs
  ...ShellFields @include(if: $shell)
}
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  engine
  source {
    parts {
      table
      window
      start
      end
      measures
    }
    rejected {
      table
      reason
      field
    }
  }
  period {
    start
    end
    grain
    timezone
  }
  comparisons {
    kind
    start
    end
  }
  currency
  exact
  relativeError
  complete
  stale
  rowCount
  cache {
    hit
    ageMs
  }
  tookMs
  warnings {
    code
    message
    field
  }
  nulls {
    field
    code
  }
  page {
    totalCount
    endCursor
    hasNextPage
  }
  totals
  others
  extra
}
fragment ShellFields on Query {
  shellCatalog: catalog {
    data {
      measures {
        name
        label
        unit
        definition
        formula
        class
        direction
        loaded
      }
      dimensions {
        name
        label
        definition
        level
        memberCount
        loaded
      }
    }
  }
  shellRange: dataRange {
    data {
      start
      end
      lastSale
      loaded {
        start
        end
      }
      gaps {
        start
        end
      }
      branches {
        branch
        loaded {
          start
          end
        }
      }
      notLoaded
      lines
    }
  }
  shellVersion: dataVersion {
    data {
      version
      asOf
      loadedAt
      timezone
      currency
      weekStart
      fiscalYearStart
      catalogVersion
      staleAfterHours
      withdrawnCount
      proof {
        at
        version
        isEqual
      }
    }
  }
  shellBranches: filterOptions(dimension: "branch", limit: 200) {
    data {
      value
    }
  }
  shellLines: filterOptions(dimension: "productLine", limit: 200) {
    data {
      value
    }
  }
}
fragment ProductsPairs on Query {
  basketPairs(
    period: $period
    dateRange: $dateRange
    filters: $pairFilters
    timezone: $timezone
    sortBy: $pairSort
    order: $pairOrder
    limit: $pairLimit
  ) {
    data {
      productA
      productB
      orders
      support
      confidence
      confidenceBack
      lift
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment ProductsPareto on Query {
  pareto: topProducts(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: []
    timezone: $timezone
    sortBy: REVENUE
    limit: 400
  ) {
    data {
      product
      revenue
      share
      cumulativeShare
      abcClass
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment ProductsReturns on Query {
  returnsAnalysis(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    groupBy: $returnsBy
    limit: 10
  ) {
    data {
      member
      returnsValue
      returnRate
      unitsReturned
      returnShare
      revenue
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment ProductsTable on Query {
  topProducts(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    sortBy: $sortBy
    order: $order
    limit: 50
    after: $after
    abcClass: $abcClass
    search: $search
  ) {
    data {
      product
      revenue
      profit
      profitMargin
      growthRate
      returnRate
      share
      unitsSold
      orders
      abcClass
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment ProductsTree on Query {
  productLines(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    limit: 50
  ) {
    data {
      productLine
      revenue
      profit
      profitMargin
      growthRate
      returnRate
      share
      unitsSold
      orders
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}`) as unknown as TypedDocumentString<ProductsPageQuery, ProductsPageQueryVariables>;
export const ProfitPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ProfitPage($period: Period!, $dateRange: DateRangeInput, $filters: SalesFilter, $compare: [ComparisonInput!], $timezone: String, $grain: Grain, $driverMetric: Metric!, $driverDimension: String!, $driverPart: ChangePart, $marginBy: GroupBy!, $sortBy: MemberSort!, $order: SortOrder!, $returnsBy: GroupBy!, $shell: Boolean!) {
  ...ProfitWaterfall
  ...ProfitDrivers
  ...ProfitMargins
  ...ProfitTrend
  ...ProductsReturns
  ...ShellFields @include(if: $shell)
}
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  engine
  source {
    parts {
      table
      window
      start
      end
      measures
    }
    rejected {
      table
      reason
      field
    }
  }
  period {
    start
    end
    grain
    timezone
  }
  comparisons {
    kind
    start
    end
  }
  currency
  exact
  relativeError
  complete
  stale
  rowCount
  cache {
    hit
    ageMs
  }
  tookMs
  warnings {
    code
    message
    field
  }
  nulls {
    field
    code
  }
  page {
    totalCount
    endCursor
    hasNextPage
  }
  totals
  others
  extra
}
fragment ShellFields on Query {
  shellCatalog: catalog {
    data {
      measures {
        name
        label
        unit
        definition
        formula
        class
        direction
        loaded
      }
      dimensions {
        name
        label
        definition
        level
        memberCount
        loaded
      }
    }
  }
  shellRange: dataRange {
    data {
      start
      end
      lastSale
      loaded {
        start
        end
      }
      gaps {
        start
        end
      }
      branches {
        branch
        loaded {
          start
          end
        }
      }
      notLoaded
      lines
    }
  }
  shellVersion: dataVersion {
    data {
      version
      asOf
      loadedAt
      timezone
      currency
      weekStart
      fiscalYearStart
      catalogVersion
      staleAfterHours
      withdrawnCount
      proof {
        at
        version
        isEqual
      }
    }
  }
  shellBranches: filterOptions(dimension: "branch", limit: 200) {
    data {
      value
    }
  }
  shellLines: filterOptions(dimension: "productLine", limit: 200) {
    data {
      value
    }
  }
}
fragment ProductsReturns on Query {
  returnsAnalysis(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    groupBy: $returnsBy
    limit: 10
  ) {
    data {
      member
      returnsValue
      returnRate
      unitsReturned
      returnShare
      revenue
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment ProfitDrivers on Query {
  changeDrivers(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: $driverMetric
    dimension: $driverDimension
    part: $driverPart
    limit: 8
  ) {
    data {
      metric
      dimension
      part
      change
      now
      then
      parts {
        kind
        value
      }
      members {
        kind
        member
        value
        now
        then
      }
      beyond {
        members
        value
      }
      reversals {
        measure
        rose
        members
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment ProfitMargins on Query {
  marginAnalysis(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    groupBy: $marginBy
    sortBy: $sortBy
    order: $order
    limit: 50
  ) {
    data {
      member
      revenue
      profit
      profitMargin
      growthRate
      unitsSold
      returnRate
      share
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment ProfitTrend on Query {
  salesTrends(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: MARGIN
    grain: $grain
  ) {
    data {
      points {
        timestamp
        label
        value
        status
        comparisons {
          kind
          timestamp
          label
          value
          status
        }
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment ProfitWaterfall on Query {
  profitabilityMetrics(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
  ) {
    data {
      grossRevenue
      returnsValue
      revenue
      totalCost
      profit
      profitMargin
      returnRate
      comparisons {
        kind
        start
        end
        values {
          grossRevenue
          returnsValue
          revenue
          totalCost
          profit
          profitMargin
          returnRate
        }
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}`) as unknown as TypedDocumentString<ProfitPageQuery, ProfitPageQueryVariables>;
export const SalespeoplePageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SalespeoplePage($period: Period!, $dateRange: DateRangeInput, $filters: SalesFilter, $compare: [ComparisonInput!], $timezone: String, $shell: Boolean!, $sortBy: SalespersonSort!, $order: SortOrder!, $after: String, $sparkPeriod: Period!, $sparkRange: DateRangeInput, $focus: SalesFilter, $mixSortBy: SalespersonProductMixSort!, $measures: [String!]!, $grain: Grain, $courseSort: [SortInput!], $drawn: Int!) {
  ...SalespeopleBoard
  ...SalespeopleMix
  ...SalespeopleTrend
  ...ShellFields @include(if: $shell)
}
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  engine
  source {
    parts {
      table
      window
      start
      end
      measures
    }
    rejected {
      table
      reason
      field
    }
  }
  period {
    start
    end
    grain
    timezone
  }
  comparisons {
    kind
    start
    end
  }
  currency
  exact
  relativeError
  complete
  stale
  rowCount
  cache {
    hit
    ageMs
  }
  tookMs
  warnings {
    code
    message
    field
  }
  nulls {
    field
    code
  }
  page {
    totalCount
    endCursor
    hasNextPage
  }
  totals
  others
  extra
}
fragment ShellFields on Query {
  shellCatalog: catalog {
    data {
      measures {
        name
        label
        unit
        definition
        formula
        class
        direction
        loaded
      }
      dimensions {
        name
        label
        definition
        level
        memberCount
        loaded
      }
    }
  }
  shellRange: dataRange {
    data {
      start
      end
      lastSale
      loaded {
        start
        end
      }
      gaps {
        start
        end
      }
      branches {
        branch
        loaded {
          start
          end
        }
      }
      notLoaded
      lines
    }
  }
  shellVersion: dataVersion {
    data {
      version
      asOf
      loadedAt
      timezone
      currency
      weekStart
      fiscalYearStart
      catalogVersion
      staleAfterHours
      withdrawnCount
      proof {
        at
        version
        isEqual
      }
    }
  }
  shellBranches: filterOptions(dimension: "branch", limit: 200) {
    data {
      value
    }
  }
  shellLines: filterOptions(dimension: "productLine", limit: 200) {
    data {
      value
    }
  }
}
fragment SalespeopleBoard on Query {
  salespersonLeaderboard(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    sortBy: $sortBy
    order: $order
    limit: 50
    after: $after
  ) {
    data {
      rank
      rankChange
      salesperson
      profit
      revenue
      profitMargin
      growthRate
      unitsSold
      orders
      averageOrderValue
      returnRate
      share
      commission
      quotaAttainment
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
  sparks: explore(
    measures: ["grossProfit"]
    dimensions: ["salesperson"]
    columns: ["time"]
    grain: MONTH
    period: $sparkPeriod
    dateRange: $sparkRange
    filters: $filters
    compare: []
    timezone: $timezone
    sort: [{field: "grossProfit", order: DESC}]
    limit: 500
  ) {
    data {
      columns {
        name
        label
        kind
        members
      }
      rows
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment SalespeopleMix on Query {
  salespersonProductMix(
    period: $period
    dateRange: $dateRange
    filters: $focus
    compare: $compare
    timezone: $timezone
    sortBy: $mixSortBy
    order: DESC
    limit: 300
  ) {
    data {
      salesperson
      productLine
      revenue
      profit
      share
      profitShare
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment SalespeopleTrend on Query {
  courses: explore(
    measures: $measures
    dimensions: ["salesperson"]
    columns: ["time"]
    grain: $grain
    period: $period
    dateRange: $dateRange
    filters: $focus
    compare: []
    timezone: $timezone
    sort: $courseSort
    limit: $drawn
  ) {
    data {
      columns {
        name
        label
        kind
        members
      }
      rows
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}`) as unknown as TypedDocumentString<SalespeoplePageQuery, SalespeoplePageQueryVariables>;
export const SalespersonPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SalespersonPage($period: Period!, $dateRange: DateRangeInput, $filters: SalesFilter, $compare: [ComparisonInput!], $timezone: String, $shell: Boolean!, $team: SalesFilter, $focus: SalesFilter, $mixSortBy: SalespersonProductMixSort!, $metric: Metric!, $grain: Grain, $branchesSortBy: BranchSort!, $customersSortBy: CustomerSort!, $order: SortOrder!) {
  ...MemberFigures
  ...SalespersonPlace
  ...MemberTrend
  ...MemberDrivers
  ...SalespeopleMix
  ...MemberBranches
  ...MemberCustomers
  ...MemberReturns
  ...ShellFields @include(if: $shell)
}
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  engine
  source {
    parts {
      table
      window
      start
      end
      measures
    }
    rejected {
      table
      reason
      field
    }
  }
  period {
    start
    end
    grain
    timezone
  }
  comparisons {
    kind
    start
    end
  }
  currency
  exact
  relativeError
  complete
  stale
  rowCount
  cache {
    hit
    ageMs
  }
  tookMs
  warnings {
    code
    message
    field
  }
  nulls {
    field
    code
  }
  page {
    totalCount
    endCursor
    hasNextPage
  }
  totals
  others
  extra
}
fragment ShellFields on Query {
  shellCatalog: catalog {
    data {
      measures {
        name
        label
        unit
        definition
        formula
        class
        direction
        loaded
      }
      dimensions {
        name
        label
        definition
        level
        memberCount
        loaded
      }
    }
  }
  shellRange: dataRange {
    data {
      start
      end
      lastSale
      loaded {
        start
        end
      }
      gaps {
        start
        end
      }
      branches {
        branch
        loaded {
          start
          end
        }
      }
      notLoaded
      lines
    }
  }
  shellVersion: dataVersion {
    data {
      version
      asOf
      loadedAt
      timezone
      currency
      weekStart
      fiscalYearStart
      catalogVersion
      staleAfterHours
      withdrawnCount
      proof {
        at
        version
        isEqual
      }
    }
  }
  shellBranches: filterOptions(dimension: "branch", limit: 200) {
    data {
      value
    }
  }
  shellLines: filterOptions(dimension: "productLine", limit: 200) {
    data {
      value
    }
  }
}
fragment MemberDrivers on Query {
  changeDrivers(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: PROFIT
    dimension: "productLine"
    limit: 8
  ) {
    data {
      metric
      dimension
      now
      then
      change
      parts {
        kind
        value
      }
      members {
        kind
        member
        value
        now
        then
      }
      beyond {
        members
        value
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment MemberFigures on Query {
  salesOverview(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
  ) {
    data {
      totalRevenue
      grossProfit
      profitMargin
      totalOrders
      averageOrderValue
      uniqueCustomers
      unitsSold
      returnsValue
      growthRate
      comparisons {
        kind
        start
        end
        values {
          totalRevenue
          grossProfit
          profitMargin
          totalOrders
          averageOrderValue
          uniqueCustomers
          unitsSold
          returnsValue
        }
        changes {
          profitMargin
        }
        growth {
          totalRevenue
          grossProfit
          totalOrders
          averageOrderValue
          uniqueCustomers
          unitsSold
          returnsValue
        }
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment MemberBranches on Query {
  branchPerformance(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    sortBy: $branchesSortBy
    order: $order
    limit: 10
  ) {
    data {
      branch
      profit
      revenue
      profitMargin
      growthRate
      orders
      returnRate
      share
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment MemberCustomers on Query {
  topCustomers(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    sortBy: $customersSortBy
    order: $order
    limit: 10
  ) {
    data {
      customer
      profit
      revenue
      profitMargin
      growthRate
      orders
      returnRate
      share
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment MemberReturns on Query {
  returnsAnalysis(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    groupBy: PRODUCT
    limit: 8
  ) {
    data {
      member
      returnsValue
      unitsReturned
      returnRate
      returnShare
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment MemberTrend on Query {
  salesTrends(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    metric: $metric
    grain: $grain
  ) {
    data {
      points {
        timestamp
        label
        value
        status
        comparisons {
          kind
          timestamp
          label
          value
          status
        }
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment SalespeopleMix on Query {
  salespersonProductMix(
    period: $period
    dateRange: $dateRange
    filters: $focus
    compare: $compare
    timezone: $timezone
    sortBy: $mixSortBy
    order: DESC
    limit: 300
  ) {
    data {
      salesperson
      productLine
      revenue
      profit
      share
      profitShare
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
fragment SalespersonPlace on Query {
  team: salespersonLeaderboard(
    period: $period
    dateRange: $dateRange
    filters: $team
    compare: $compare
    timezone: $timezone
    sortBy: PROFIT
    order: DESC
    limit: 1000
  ) {
    data {
      rank
      rankChange
      salesperson
      commission
      quotaAttainment
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}`) as unknown as TypedDocumentString<SalespersonPageQuery, SalespersonPageQueryVariables>;
export const GroupsOfLineDocument = /*#__PURE__*/ new TypedDocumentString(`
    query GroupsOfLine($period: Period!, $dateRange: DateRangeInput, $filters: SalesFilter, $compare: [ComparisonInput!], $timezone: String) {
  categoryBreakdown(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    limit: 200
  ) {
    data {
      itemGroup
      revenue
      profit
      profitMargin
      growthRate
      returnRate
      share
      unitsSold
      orders
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  engine
  source {
    parts {
      table
      window
      start
      end
      measures
    }
    rejected {
      table
      reason
      field
    }
  }
  period {
    start
    end
    grain
    timezone
  }
  comparisons {
    kind
    start
    end
  }
  currency
  exact
  relativeError
  complete
  stale
  rowCount
  cache {
    hit
    ageMs
  }
  tookMs
  warnings {
    code
    message
    field
  }
  nulls {
    field
    code
  }
  page {
    totalCount
    endCursor
    hasNextPage
  }
  totals
  others
  extra
}`) as unknown as TypedDocumentString<GroupsOfLineQuery, GroupsOfLineQueryVariables>;
export const ProductsOfGroupDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ProductsOfGroup($period: Period!, $dateRange: DateRangeInput, $filters: SalesFilter, $compare: [ComparisonInput!], $timezone: String) {
  topProducts(
    period: $period
    dateRange: $dateRange
    filters: $filters
    compare: $compare
    timezone: $timezone
    sortBy: REVENUE
    limit: 200
  ) {
    data {
      product
      revenue
      profit
      profitMargin
      growthRate
      returnRate
      share
      unitsSold
      orders
      nulls {
        field
        code
      }
    }
    error {
      code
      message
      hint
    }
    metadata {
      ...Provenance
    }
  }
}
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  engine
  source {
    parts {
      table
      window
      start
      end
      measures
    }
    rejected {
      table
      reason
      field
    }
  }
  period {
    start
    end
    grain
    timezone
  }
  comparisons {
    kind
    start
    end
  }
  currency
  exact
  relativeError
  complete
  stale
  rowCount
  cache {
    hit
    ageMs
  }
  tookMs
  warnings {
    code
    message
    field
  }
  nulls {
    field
    code
  }
  page {
    totalCount
    endCursor
    hasNextPage
  }
  totals
  others
  extra
}`) as unknown as TypedDocumentString<ProductsOfGroupQuery, ProductsOfGroupQueryVariables>;