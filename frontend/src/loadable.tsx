/**
 * A component whose code comes apart, drawn at once when that is there already.
 *
 * React's own `lazy` waits even for code that was fetched before, and what has waited is held back for 300 ms after its
 * fallback: too long for a page that was fetched while its link was pointed at.
 */
import { useEffect, useState, type ComponentType, type ReactNode } from "react";

interface Code<Props> {
  readonly default: ComponentType<Props>;
}

type Arrival<Props> = { readonly code: Code<Props> } | { readonly failure: unknown } | null;

interface Loadable<Props> {
  readonly load: () => Promise<unknown>;
  readonly View: (props: Props) => ReactNode;
}

/** `waiting` stands in its place; code that cannot be had is an error for the boundary around it. */
export function loadable<Props extends object>(
  load: () => Promise<Code<Props>>,
  waiting: ReactNode = null,
): Loadable<Props> {
  let there: Arrival<Props> = null;
  const fetched = async () => {
    const code = await load();
    there = { code };
    return code;
  };
  function View(props: Props) {
    const [arrival, setArrival] = useState<Arrival<Props>>(there);
    const isWaiting = arrival === null;
    useEffect(() => {
      if (!isWaiting) return;
      fetched().then(
        (code) => {
          setArrival({ code });
        },
        (failure: unknown) => {
          setArrival({ failure });
        },
      );
    }, [isWaiting]);
    if (arrival === null) return waiting;
    if ("failure" in arrival) throw arrival.failure;
    const { default: Loaded } = arrival.code;
    return <Loaded {...props} />;
  }
  return { load: fetched, View };
}
