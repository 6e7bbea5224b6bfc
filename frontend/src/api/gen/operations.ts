/* Written by codegen.js from the operations and backend/schema.graphql. */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

export type ProvenanceFragment = { requestId: string, dataVersion: string | null, asOf: string | null, currency: string, complete: boolean, stale: boolean, period: { start: string, end: string, timezone: string } | null, warnings: Array<{ code: string, message: string }>, nulls: Array<{ field: string, code: string }> };

export type OverviewPageQueryVariables = Exact<{
  period: Period;
}>;


export type OverviewPageQuery = { salesOverview: { data: { totalRevenue: number | null, grossProfit: number | null, profitMargin: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null, growthRate: number | null, comparisons: Array<{ kind: string, start: string, end: string, values: { totalRevenue: number | null, grossProfit: number | null, profitMargin: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null } | null }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, currency: string, complete: boolean, stale: boolean, period: { start: string, end: string, timezone: string } | null, warnings: Array<{ code: string, message: string }>, nulls: Array<{ field: string, code: string }> } }, salesTrends: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ label: string | null, value: number | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, currency: string, complete: boolean, stale: boolean, period: { start: string, end: string, timezone: string } | null, warnings: Array<{ code: string, message: string }>, nulls: Array<{ field: string, code: string }> } } };

export type HeadlineFragment = { salesOverview: { data: { totalRevenue: number | null, grossProfit: number | null, profitMargin: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null, growthRate: number | null, comparisons: Array<{ kind: string, start: string, end: string, values: { totalRevenue: number | null, grossProfit: number | null, profitMargin: number | null, totalOrders: number | null, averageOrderValue: number | null, uniqueCustomers: number | null } | null }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, currency: string, complete: boolean, stale: boolean, period: { start: string, end: string, timezone: string } | null, warnings: Array<{ code: string, message: string }>, nulls: Array<{ field: string, code: string }> } } };

export type TrendFragment = { salesTrends: { data: { points: Array<{ timestamp: string, label: string, value: number | null, status: string, comparisons: Array<{ label: string | null, value: number | null }> }> } | null, error: { code: string, message: string, hint: string | null } | null, metadata: { requestId: string, dataVersion: string | null, asOf: string | null, currency: string, complete: boolean, stale: boolean, period: { start: string, end: string, timezone: string } | null, warnings: Array<{ code: string, message: string }>, nulls: Array<{ field: string, code: string }> } } };

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
export const ProvenanceFragmentDoc = new TypedDocumentString(`
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  currency
  complete
  stale
  period {
    start
    end
    timezone
  }
  warnings {
    code
    message
  }
  nulls {
    field
    code
  }
}
    `, {"fragmentName":"Provenance"}) as unknown as TypedDocumentString<ProvenanceFragment, unknown>;
export const HeadlineFragmentDoc = new TypedDocumentString(`
    fragment Headline on Query {
  salesOverview(period: $period) {
    data {
      totalRevenue
      grossProfit
      profitMargin
      totalOrders
      averageOrderValue
      uniqueCustomers
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
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  currency
  complete
  stale
  period {
    start
    end
    timezone
  }
  warnings {
    code
    message
  }
  nulls {
    field
    code
  }
}`, {"fragmentName":"Headline"}) as unknown as TypedDocumentString<HeadlineFragment, unknown>;
export const TrendFragmentDoc = new TypedDocumentString(`
    fragment Trend on Query {
  salesTrends(period: $period, metric: REVENUE) {
    data {
      points {
        timestamp
        label
        value
        status
        comparisons {
          label
          value
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
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  currency
  complete
  stale
  period {
    start
    end
    timezone
  }
  warnings {
    code
    message
  }
  nulls {
    field
    code
  }
}`, {"fragmentName":"Trend"}) as unknown as TypedDocumentString<TrendFragment, unknown>;
export const OverviewPageDocument = new TypedDocumentString(`
    query OverviewPage($period: Period!) {
  ...Headline
  ...Trend
}
    fragment Provenance on Metadata {
  requestId
  dataVersion
  asOf
  currency
  complete
  stale
  period {
    start
    end
    timezone
  }
  warnings {
    code
    message
  }
  nulls {
    field
    code
  }
}
fragment Headline on Query {
  salesOverview(period: $period) {
    data {
      totalRevenue
      grossProfit
      profitMargin
      totalOrders
      averageOrderValue
      uniqueCustomers
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
fragment Trend on Query {
  salesTrends(period: $period, metric: REVENUE) {
    data {
      points {
        timestamp
        label
        value
        status
        comparisons {
          label
          value
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
}`) as unknown as TypedDocumentString<OverviewPageQuery, OverviewPageQueryVariables>;