/** What a customer brought and is expected to bring, with the horizon, the model and how far to trust it. */
import { Box, Typography } from "@mui/material";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { count } from "../../format";
import { Figure } from "../../ui/figure";
import { Tile } from "../../ui/tile";
import type { Twin } from "../../ui/twin-table";
import { nullCode } from "../../words";
import { expected, parameters, trust, type Lifetime } from "./data";

const HEIGHT = 300;

interface CustomerLifetimeProps {
  readonly asked: Asked<Lifetime>;
  readonly question: Question;
}

export function CustomerLifetime({ asked, question }: CustomerLifetimeProps) {
  const asOf = asked.answer?.data?.model.asOf;
  return (
    <Tile
      title="Lifetime value"
      subtitle={asOf === undefined ? "" : `whole history to ${asOf} · ${asked.answer?.meta.currency ?? ""} · all sales`}
      asked={asked}
      height={HEIGHT}
      question={question}
      isEmpty={never}
      twin={twin}
    >
      {(lifetime, meta) => <Value lifetime={lifetime} meta={meta} />}
    </Tile>
  );
}

const never = (): boolean => false;

function Value({ lifetime, meta }: { readonly lifetime: Lifetime; readonly meta: Meta }) {
  const reason = (field: string) => nullCode(field, null, meta.nulls);
  const sums = [
    ["To date", lifetime.historicValue, null],
    ["Expected", lifetime.expectedValue, reason("expectedValue")],
    ["Together", lifetime.lifetimeValue, reason("lifetimeValue")],
  ] as const;
  return (
    <>
      <Box
        component="dl"
        sx={{ m: 0, mb: 1, display: "grid", gap: 1, gridTemplateColumns: "repeat(auto-fit, minmax(96px, 1fr))" }}
      >
        {sums.map(([label, value, why]) => (
          <Box key={label}>
            <Box component="dt" sx={{ fontSize: 12, color: "text.secondary" }}>
              {label}
            </Box>
            <Box component="dd" sx={{ m: 0, fontSize: 18, fontWeight: 600 }}>
              <Figure value={value} kind="money" reason={why} />
            </Box>
          </Box>
        ))}
      </Box>
      <Typography variant="body2">
        {expected(lifetime)} One day brings{" "}
        <Figure value={lifetime.expectedPurchaseValue} kind="unitPrice" reason={reason("expectedPurchaseValue")} />.
      </Typography>
      <Typography variant="body2" sx={{ mt: 1 }}>
        {trust(lifetime)}
      </Typography>
      <Model lifetime={lifetime} />
    </>
  );
}

function Model({ lifetime }: { readonly lifetime: Lifetime }) {
  const { customers, repeatCustomers, asOf } = lifetime.model;
  return (
    <Box component="details" sx={{ mt: 1, fontSize: 12, color: "text.secondary" }}>
      <Box component="summary" sx={{ minHeight: 24, cursor: "pointer" }}>
        The model: BG/NBD and Gamma-Gamma
      </Box>
      <p style={{ margin: "4px 0" }}>
        Fitted on {count(customers)} customers, {count(repeatCustomers)} of whom came back, with sales to {asOf}. Not
        discounted.
      </p>
      <Box component="dl" sx={{ m: 0, display: "grid", gridTemplateColumns: "auto auto 1fr", columnGap: 1 }}>
        {parameters(lifetime).map(({ name, value, meaning }) => (
          <Box key={name} sx={{ display: "contents" }}>
            <dt>{name}</dt>
            <Box component="dd" sx={{ m: 0, textAlign: "right", fontVariantNumeric: "tabular-nums" }}>
              {value}
            </Box>
            <Box component="dd" sx={{ m: 0 }}>
              {meaning}
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
}

function twin(lifetime: Lifetime): Twin {
  return {
    caption: "Lifetime value",
    columns: [
      { label: "To date", kind: "money" },
      { label: "Expected", kind: "money" },
      { label: "Together", kind: "money" },
      { label: "Purchases expected", kind: "number" },
      { label: "Of each", kind: "money" },
      { label: "Still a customer", kind: "ratio" },
    ],
    rows: [
      [
        lifetime.historicValue,
        lifetime.expectedValue,
        lifetime.lifetimeValue,
        lifetime.expectedPurchases,
        lifetime.expectedPurchaseValue,
        lifetime.probabilityAlive,
      ],
    ],
  };
}
