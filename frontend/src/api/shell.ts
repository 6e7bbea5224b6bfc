/** What the frame knows of the data: the catalog, the loaded range, the version, and members in their fixed order. */
import { skipToken, useQuery, type QueryClient } from "@tanstack/react-query";
import type { ShellFieldsFragment } from "./gen/operations";

export type WithShell = Partial<ShellFieldsFragment>;

type Catalog = NonNullable<ShellFieldsFragment["shellCatalog"]["data"]>;
export type CatalogMeasure = Catalog["measures"][number];
export type CatalogDimension = Catalog["dimensions"][number];
export type DataRange = NonNullable<ShellFieldsFragment["shellRange"]["data"]>;
export type DataVersion = NonNullable<ShellFieldsFragment["shellVersion"]["data"]>;

export interface Shell {
  readonly measures: ReadonlyMap<string, CatalogMeasure>;
  readonly dimensions: ReadonlyMap<string, CatalogDimension>;
  readonly range: DataRange | null;
  readonly version: DataVersion | null;
  /** By first sale, then name: the order of the fixed colours. */
  readonly members: { readonly branch: readonly string[]; readonly productLine: readonly string[] };
}

const SHELL = ["shell"] as const;

/** Null until some page has been answered. */
export function useShell(): Shell | null {
  const { data } = useQuery<Shell>({ queryKey: SHELL, queryFn: skipToken, staleTime: Infinity, gcTime: Infinity });
  return data ?? null;
}

export function keptShell(answers: QueryClient): Shell | null {
  return answers.getQueryData<Shell>(SHELL) ?? null;
}

export function needsShell(answers: QueryClient): boolean {
  const state = answers.getQueryState(SHELL);
  return state?.data === undefined || state.isInvalidated;
}

export function keepShell(answers: QueryClient, result: WithShell): void {
  const shell = shellOf(result);
  if (shell !== null) answers.setQueryData(SHELL, shell);
}

function shellOf({ shellCatalog, shellRange, shellVersion, shellBranches, shellLines }: WithShell): Shell | null {
  if (!shellCatalog?.data) return null;
  const { measures, dimensions } = shellCatalog.data;
  return {
    measures: new Map(measures.map((measure) => [measure.name, measure])),
    dimensions: new Map(dimensions.map((dimension) => [dimension.name, dimension])),
    range: dataOf(shellRange),
    version: dataOf(shellVersion),
    members: { branch: namesOf(shellBranches), productLine: namesOf(shellLines) },
  };
}

interface Has<Data> {
  readonly data: Data | null;
}

function dataOf<Data>(envelope: Has<Data> | undefined): Data | null {
  return envelope?.data ?? null;
}

function namesOf(options: Has<readonly { readonly value: string | null }[]> | undefined): readonly string[] {
  return (dataOf(options) ?? []).flatMap(({ value }) => (value === null ? [] : [value]));
}
