/** What lies below the opened rows of the tree: groups of lines and products of groups, each asked when it is opened. */
import { useMemo } from "react";
import { GroupsOfLineDocument, ProductsOfGroupDocument } from "../../api/gen/operations";
import { useParts, type Part } from "../../api/parts";
import { useQuestion } from "../../state/view-context";
import { awaited, byKey, groupKey, lineKey, opened, within, type Below, type Children, type Waiting } from "./data";

interface Found {
  readonly children: Children;
  readonly waiting: ReadonlyMap<string, Waiting>;
}

export function useChildren(open: readonly string[]): Found {
  const question = useQuestion();
  const { lines, groups } = useMemo(() => opened(open), [open]);
  const ofLines = useParts(
    GroupsOfLineDocument,
    lines.map((line) => ({ ...question, filters: within(question.filters, { line, group: null }, 0) })),
  );
  const ofGroups = useParts(
    ProductsOfGroupDocument,
    groups.map((above) => ({ ...question, filters: within(question.filters, above, 1) })),
  );
  return useMemo(() => {
    const below = ofLines.map((part, at) => belowOf(lineKey(lines[at] ?? null), part, part.data?.categoryBreakdown));
    const products = ofGroups.map((part, at) => {
      const { line = null, group = null } = groups[at] ?? {};
      return belowOf(groupKey(line, group), part, part.data?.topProducts);
    });
    const waiting = new Map([...awaited(below), ...awaited(products)]);
    return { children: { groups: byKey(below), products: byKey(products) }, waiting };
  }, [ofLines, ofGroups, lines, groups]);
}

interface Envelope<Row> {
  readonly data: readonly Row[] | null;
  readonly error: { readonly message: string } | null;
}

function belowOf<Row>(key: string, part: Part<unknown>, envelope: Envelope<Row> | undefined): Below<Row> {
  const problem = part.failure?.message ?? envelope?.error?.message ?? null;
  return { key, rows: envelope?.data ?? null, problem, again: part.refetch };
}
